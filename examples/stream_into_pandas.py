#!/usr/bin/env python3
"""Follow the facts of a running daemon, and keep them as a pandas DataFrame.

    stream_into_pandas.py RUNTIME-FOLDER [PREFIX ...] [--seconds N]

First all facts that stand, then every change; at the end, or on Ctrl-C, what stands then is summed up by key. With nothing but pyzmq
and the rules of docs/protocol.md: a subscriber takes what it asked for, and hears on the live stream when there is something to ask.
"""
import argparse
import json
import struct
import sys
import time

import pandas as pd
import zmq

FACTS, CATCH_UP = 70, 65
FACT_LIST, EVENTS, TOO_OLD, EPOCH_CHANGED, REFUSED = 86, 81, 83, 84, 98
HEADER = struct.Struct(">4sBBH16sQ")


class Facts:
    """The facts that stand, by id."""

    def __init__(self, folder, prefixes):
        self.prefixes = prefixes or [""]
        self.facts, self.cursor, self.request = {}, None, 0
        context = zmq.Context.instance()
        self.updates, self.query = context.socket(zmq.SUB), context.socket(zmq.DEALER)
        for topic in self.prefixes + ["@progress"]:
            self.updates.subscribe(topic)
        self.updates.connect(f"ipc://{folder}/updates.sock")
        self.query.connect(f"ipc://{folder}/query.sock")

    def ask(self, kind, **body):
        """Asks, and gives the answer: its kind, its body and its lines; None when none comes in time."""
        self.request += 1
        body = {"request": self.request, **body}
        self.query.send_multipart([HEADER.pack(b"CRNT", 1, kind, 0, bytes(16), 0), json.dumps(body).encode()])
        deadline = time.monotonic() + 4
        while self.query.poll(max(0, int((deadline - time.monotonic()) * 1000))):
            header, answer, *lines = self.query.recv_multipart()
            answer = json.loads(answer)
            if answer.get("request") == self.request:
                kind = HEADER.unpack(header)[2]
                if kind == REFUSED:
                    raise SystemExit(answer["reason"])
                return kind, answer, [json.loads(line) for line in (lines or [b""])[0].splitlines()]
        return None

    def snapshot(self):
        """Takes all facts that stand, of one moment."""
        facts, page = {}, {}
        while True:
            answer = self.ask(FACTS, prefixes=self.prefixes, **page)
            if answer is None or answer[0] != FACT_LIST:
                return
            _, body, lines = answer
            facts.update((line["id"], line["fact"]) for line in lines)
            if body.get("next") is None:
                break
            page = {"at": body["cursor"], "after": body["next"]}
        self.facts, self.cursor = facts, body["cursor"]
        self.tell()

    def catch_up(self):
        """Takes every event after the cursor."""
        more = True
        while more:
            answer = self.ask(CATCH_UP, prefixes=self.prefixes, after=self.cursor)
            if answer is None:
                return
            kind, body, events = answer
            if kind in (TOO_OLD, EPOCH_CHANGED):
                return self.snapshot()
            if kind != EVENTS:
                return
            for event in events:
                fact = event["id"].split(".")[0]
                if event["type"] == "fact.asserted":
                    self.facts[fact] = event["data"]
                elif event["type"] == "fact.retracted":
                    self.facts.pop(fact, None)
            self.cursor, more = body["cursor"], body["more"]
        self.tell()

    def tell(self):
        print(f"as of event {self.cursor.split(':')[1]}: {len(self.facts)} facts", file=sys.stderr, flush=True)

    def follow(self, seconds):
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if not self.updates.poll(min(500, int(left * 1000) + 1)):
                continue
            epoch, sequence = HEADER.unpack(self.updates.recv_multipart()[1])[4:]
            if self.cursor is None:
                self.snapshot()
            elif self.cursor.split(":")[:2] != [epoch.hex(), str(sequence)]:
                self.catch_up()

    def frame(self):
        """One row a fact."""
        return pd.DataFrame(
            {
                "key": fact["key"],
                "value": fact["object"]["text"],
                "number": fact["object"]["number"],
                "unit": fact["object"]["unit"],
                "start": (fact["time"] or {}).get("start"),
                "document": fact["document"]["uri"],
                "confidence": fact["confidence"],
            }
            for fact in self.facts.values()
        )


def main():
    parser = argparse.ArgumentParser(description="Follow facts into a pandas DataFrame.")
    parser.add_argument("folder", help="the daemon's runtime folder")
    parser.add_argument("prefixes", nargs="*", help="how keys begin; none for all")
    parser.add_argument("--seconds", type=float, default=10, help="how long to follow")
    options = parser.parse_args()
    facts = Facts(options.folder, options.prefixes)
    try:
        facts.follow(options.seconds)
    except KeyboardInterrupt:
        pass
    if facts.cursor is None:
        raise SystemExit(f"no daemon answers in {options.folder}; start one with: courantd run")
    frame = facts.frame()
    print(f"{len(frame)} facts as of event {facts.cursor.split(':')[1]}")
    if len(frame):
        summary = frame.groupby("key").agg(
            facts=("value", "size"), documents=("document", "nunique"), values=("value", lambda v: ", ".join(sorted(set(v))))
        )
        print(summary.sort_values(["facts", "key"], ascending=[False, True]).head(20).to_string())


if __name__ == "__main__":
    main()
