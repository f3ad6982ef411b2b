# SPDX-License-Identifier: Apache-2.0
"""An HTTPS server that gives out the files of a folder as a hostile board, or a hostile server in front of one, would."""
import http.server
import pathlib
import ssl
import threading


class HostileServer:
    """`folder` is the record that is served now; `replaced` are files that are given out in its stead, by name;
    `requests` are the paths that were asked for. Ranges are ignored, as some servers do."""

    def __init__(self, folder, certificate, key):
        self.folder = pathlib.Path(folder)
        self.replaced = {}
        self.requests = []
        hostile = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                body = hostile.answer(self.path)
                self.send_response(404 if body is None else 200)
                body = body or b""
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass

        self.server = Server(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path):
        self.requests.append(path)
        name = path.removeprefix("/record/")
        if name in self.replaced:
            return self.replaced[name]
        file = self.folder / name
        return file.read_bytes() if file.is_file() else None

    def close(self):
        self.server.shutdown()
        self.server.server_close()
