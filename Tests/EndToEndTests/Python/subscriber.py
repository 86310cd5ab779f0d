"""A subscriber written from docs/protocol.md alone: snapshot, catch-up and live stream, with every hole mended.

    python3 subscriber.py RUNTIME-FOLDER [--from-start] [PREFIX ...]

Prints `entry JSON`, `complete CURSOR`, `event JSON` and `notice TEXT`, a line each.
"""
import hashlib
import json
import struct
import sys
import time

import zmq

EVENT, PROGRESS = 1, 2
SNAPSHOT, CATCH_UP = 64, 65
ENTRIES, EVENTS, TOO_OLD, EPOCH_CHANGED, REFUSED, BUSY = 80, 81, 83, 84, 98, 99
HEADER = struct.Struct(">4sBBH16sQ")
PATIENCE = 4


def header(kind):
    return HEADER.pack(b"CRNT", 1, kind, 0, bytes(16), 0)


def read(frame):
    magic, version, kind, zero, epoch, sequence = HEADER.unpack(frame)
    assert (magic, version, zero) == (b"CRNT", 1, 0), "not a message of Courant"
    return kind, epoch.hex(), sequence


def say(word, rest):
    print(word, rest, flush=True)


class Subscriber:
    def __init__(self, folder, prefixes, from_start):
        self.prefixes, self.from_start = prefixes, from_start
        self.all = "" in prefixes
        context = zmq.Context()
        self.updates, self.query = context.socket(zmq.SUB), context.socket(zmq.DEALER)
        for topic in prefixes + ([] if self.all else ["@progress"]):  # rule 1
            self.updates.subscribe(topic)
        self.updates.connect(f"ipc://{folder}/updates.sock")
        self.query.connect(f"ipc://{folder}/query.sock")
        self.cursor = None  # (epoch, sequence, check)
        self.request, self.asked, self.page = 0, None, {}

    def ask(self, kind, **body):
        self.request, self.asked = self.request + 1, time.monotonic()
        body = {"request": self.request, "prefixes": self.prefixes, **body}
        self.query.send_multipart([header(kind), json.dumps(body).encode()])

    def catch_up(self):
        epoch, sequence, check = self.cursor
        self.ask(CATCH_UP, after=f"{epoch}:{sequence}" + (f":{check}" if check else ""))

    def snapshot(self, why=None):
        if why:
            say("notice", why)
        self.cursor, self.page = None, {}
        self.ask(SNAPSHOT)

    def answer(self, frames):
        kind, body = read(frames[0])[0], json.loads(frames[1])
        if body.get("request", self.request) != self.request:
            return  # rule 4: of a request that was given up
        self.asked = None
        if kind == REFUSED:
            sys.exit(body["reason"])
        if kind in (TOO_OLD, EPOCH_CHANGED):  # rule 8
            return self.snapshot("the cursor is not of this journal any longer")
        if kind not in (ENTRIES, EVENTS):
            return  # busy, rule 10: the next message asks again
        for line in filter(None, frames[2].split(b"\n")):
            say("entry" if kind == ENTRIES else "event", line.decode())
        if kind == ENTRIES and body.get("next"):  # rule 3
            self.page = {"at": body["cursor"], "after": body["next"]}
            return self.ask(SNAPSHOT, **self.page)
        epoch, sequence, *check = body["cursor"].split(":")
        self.cursor = (epoch, int(sequence), check[0] if check else None)
        if kind == ENTRIES:
            say("complete", body["cursor"])
        if kind == EVENTS and body["more"]:  # rule 5
            self.catch_up()

    def next_check(self, event):
        before = self.cursor[2]
        if self.cursor[1] > 0 and before is None:
            return None
        return hashlib.sha256(bytes.fromhex(before or "") + event).hexdigest()[:32]

    def update(self, frames):
        kind, epoch, sequence = read(frames[1])
        if self.asked is not None:
            return  # rule 6: what comes meanwhile is caught up
        if self.cursor is None:  # rules 2 and 3
            if self.from_start and not self.page:
                self.cursor, self.from_start = (epoch, 0, None), False
                return self.catch_up()
            return self.ask(SNAPSHOT, **self.page)
        if epoch != self.cursor[0]:  # rule 8
            return self.snapshot("another journal took the place of this one")
        if kind == EVENT and sequence <= self.cursor[1]:
            return
        if kind == EVENT and self.all and sequence == self.cursor[1] + 1:  # rule 6
            self.cursor = (epoch, sequence, self.next_check(frames[2]))
            return say("event", frames[2].decode())
        if kind == PROGRESS and sequence == self.cursor[1] and len(frames) > 2:
            if self.cursor[2] not in (None, frames[2].hex()):  # rule 8
                return self.snapshot("the journal was put back to an earlier state")
        if sequence != self.cursor[1]:  # rules 6, 7 and 9
            self.catch_up()

    def run(self):
        poller = zmq.Poller()
        for socket in (self.updates, self.query):
            poller.register(socket, zmq.POLLIN)
        while True:
            ready = dict(poller.poll(500))
            if self.query in ready:
                self.answer(self.query.recv_multipart())
            if self.updates in ready:
                self.update(self.updates.recv_multipart())
            if self.asked and time.monotonic() - self.asked > PATIENCE:
                self.asked = None  # rule 10


if __name__ == "__main__":
    words = sys.argv[2:]
    named = [word for word in words if word != "--from-start"]
    Subscriber(sys.argv[1], named or [""], "--from-start" in words).run()
