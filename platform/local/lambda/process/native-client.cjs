"use strict";
// aws-lambda-ric talks to the Runtime API through a compiled addon, which is not built here: install scripts
// are off. This preload answers the one `require` that would load it with the same three functions in
// JavaScript. Everything else in the runtime client (handler loading, context, errors, logs) stays AWS's own.
const Module = require("node:module");
const http = require("node:http");

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
// One socket keeps the order: the response is on the wire before the request for the next invocation.
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

/** @returns {Promise<{ bodyJson: string, headers: http.IncomingHttpHeaders }>} */
function call(method, path, body, headers) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { host, port, method, agent, path: `/2018-06-01/runtime/invocation/${path}`, headers },
      (response) => {
        const chunks = [];
        response.on("data", (chunk) => chunks.push(chunk));
        response.on("end", () =>
          resolve({ bodyJson: Buffer.concat(chunks).toString("utf8"), headers: response.headers }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

function post(path, body, headers) {
  const bytes = Buffer.from(body, "utf8");
  const all = { "content-type": "application/json", "content-length": bytes.length, ...headers };
  // A refused response (too large) is the server's to report; a lost connection shows at the next `next()`.
  call("POST", path, bytes, all).catch(() => {});
}

const client = {
  next: () => call("GET", "next"),
  done: (id, body) => post(`${id}/response`, body, {}),
  error: (id, body) =>
    post(`${id}/error`, body, {
      "lambda-runtime-function-error-type": JSON.parse(body).errorType ?? "Error",
    }),
};

const load = Module._load;
Module._load = function (request, ...rest) {
  return request === "./rapid-client.node" ? client : load.call(this, request, ...rest);
};
