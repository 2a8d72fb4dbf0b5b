"""What runs Python functions on localhost: takes invocations from the Lambda Runtime API and hands them to the handler."""

import http.client
import importlib
import json
import logging
import os
import sys
import time
import traceback

env = os.environ
api = http.client.HTTPConnection(env["AWS_LAMBDA_RUNTIME_API"])


def call(method, path, body=None):
    api.request(method, f"/2018-06-01/runtime/{path}", None if body is None else body.encode())
    response = api.getresponse()
    return response.headers, response.read()


def failure(error, kind=None):
    return json.dumps(
        {
            "errorType": kind or type(error).__name__,
            "errorMessage": str(error),
            "stackTrace": traceback.format_tb(error.__traceback__),
        }
    )


class Context:
    """Source: "Using the Lambda context object to retrieve Python function information"."""

    function_name = env["AWS_LAMBDA_FUNCTION_NAME"]
    function_version = env["AWS_LAMBDA_FUNCTION_VERSION"]
    memory_limit_in_mb = env["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    log_group_name = env["AWS_LAMBDA_LOG_GROUP_NAME"]
    log_stream_name = env["AWS_LAMBDA_LOG_STREAM_NAME"]
    identity = None
    client_context = None

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
        self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))


def load():
    module, _, function = env["_HANDLER"].rpartition(".")
    return getattr(importlib.import_module(module.replace("/", ".")), function)


def answer(handler, headers, event):
    """The last part of the path to report to, and the body."""
    try:
        return "response", json.dumps(handler(json.loads(event), Context(headers)))
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        return "error", failure(error)


def main():
    # Lambda puts a handler on the root logger, so a function's own lines are seen from WARNING on.
    logging.basicConfig(stream=sys.stdout, format="[%(levelname)s]\t%(message)s")
    sys.path[0] = env["LAMBDA_TASK_ROOT"]
    try:
        handler = load()
    except Exception as error:
        traceback.print_exc(file=sys.stdout)
        call("POST", "init/error", failure(error, "Runtime.ImportModuleError"))
        sys.exit(1)
    while True:
        headers, event = call("GET", "invocation/next")
        kind, body = answer(handler, headers, event)
        call("POST", f"invocation/{headers['Lambda-Runtime-Aws-Request-Id']}/{kind}", body)


main()
