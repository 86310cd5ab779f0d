"""Connections that say nothing: python3 strangers.py COUNT quiet|greet PLACE..., each a socket in the file system or
HOST:PORT.

They are opened one after the other, COUNT to each place, and stay until the program ends; with `greet` every third says half a greeting
first. It prints "open" when all are there, and then, whenever that has changed, how many of them the other end has ended, and how many of
the first 40.
"""
import resource
import socket
import sys
import time

_, most = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def connect(place):
    if place.startswith("/"):
        peer = socket.socket(socket.AF_UNIX)
        peer.connect(place)
    else:
        host, port = place.rsplit(":", 1)
        peer = socket.create_connection((host, int(port)))
    peer.setblocking(False)
    return peer


def is_ended(peer):
    """What comes first is the greeting; an end without one is a refusal."""
    try:
        return peer.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


peers = [connect(place) for place in sys.argv[3:] for _ in range(int(sys.argv[1]))]
if sys.argv[2] == "greet":
    for peer in peers[::3]:
        peer.send(b"\xff" + bytes(4))
print("open", flush=True)
ended, told = [False] * len(peers), None
while True:
    ended = [was or is_ended(peer) for was, peer in zip(ended, peers)]
    if told != (sum(ended), sum(ended[:40])):
        told = (sum(ended), sum(ended[:40]))
        print("ended", *told, flush=True)
    time.sleep(0.1)
