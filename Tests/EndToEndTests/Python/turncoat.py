"""A worker that looks around: which sockets answer its process before it is a worker, and which when it has a document."""
import json
import os
import sys
import zmq

RUNTIME = sys.argv[1]
READY, OFFER, STATUS = 32, 48, 96
context = zmq.Context()


def request(kind, body):
    return [b"CRNT" + bytes([1, kind]) + bytes(26), json.dumps(body).encode()]


def connect(name, kind=zmq.DEALER):
    socket = context.socket(kind)
    socket.linger = 0
    socket.connect(f"ipc://{RUNTIME}/{name}.sock")
    return socket


def look():
    found = []
    for name in ["submit", "updates", "query"]:
        socket = connect(name, zmq.SUB if name == "updates" else zmq.DEALER)
        if name == "updates":
            socket.subscribe(b"")
        else:
            socket.send_multipart(request(STATUS, {"request": 1}))
        found.append(f"{name} {'answers' if socket.poll(3000) else 'nothing'}")
        socket.close()
    return ", ".join(found)


print("before:", look())
jobs, batches = connect("workers/jobs"), connect("workers/batches")
jobs.send_multipart(request(READY, {"worker": "turncoat", "pid": os.getpid(), "extractor": "evil/1", "last": None}))
job = json.loads(jobs.recv_multipart()[1])
offer = {name: job[name] for name in ["job", "uri", "digest", "seal"]} | {"extractor": "evil/1"}
batches.send_multipart(request(OFFER, offer))
batches.recv_multipart()
print("with a document:", look())
