"""A receiver of webhooks: webhook.py PORT FILE SECRET [FAILURES]. Each event becomes a line "kind cursor event" in FILE.

The first FAILURES requests are answered with status 503, and every fifth of the rest is taken and yet answered so, as when an answer is lost.
"""
import hashlib
import hmac
import http.server
import json
import sys
import time

port, path, secret = int(sys.argv[1]), sys.argv[2], sys.argv[3].encode()
failures = int(sys.argv[4]) if len(sys.argv) > 4 else 0
count = 0


class Receiver(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        global count
        count += 1
        body = self.rfile.read(int(self.headers["Content-Length"]))
        sent = self.headers["Courant-Time"]
        want = "sha256=" + hmac.new(secret, sent.encode() + b"." + body, hashlib.sha256).hexdigest()
        status = 204
        if count <= failures:
            status = 503
        elif not hmac.compare_digest(self.headers["Courant-Signature"], want) or abs(time.time() - int(sent)) > 300:
            status = 401
        elif self.headers["Content-Type"] != "application/cloudevents-batch+json; charset=UTF-8":
            status = 415
        else:
            kind, cursor = self.headers["Courant-Kind"], self.headers["Courant-Cursor"]
            with open(path, "a", encoding="utf-8") as file:
                for event in json.loads(body) or [None]:
                    file.write(f"{kind} {cursor} {json.dumps(event)}\n")
            if count % 5 == 0:
                status = 503
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


http.server.ThreadingHTTPServer(("127.0.0.1", port), Receiver).serve_forever()
