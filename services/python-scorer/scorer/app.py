"""Scores payments: a logistic model, loaded once and kept in the snapshot that SnapStart makes."""

import base64
import json
import math
from pathlib import Path

MODEL = json.loads(Path(__file__).with_name("model.json").read_text())


def score(payment):
    """How likely a dispute is, from 0 to 1. A feature that is missing counts as the average one."""
    total = MODEL["intercept"]
    for name, weight in MODEL["weights"].items():
        mean, deviation = MODEL["scale"][name]
        value = payment.get(name, mean)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            raise ValueError(f"{name}: {json.dumps(value)} given; a number is expected")
        total += weight * (value - mean) / deviation
    # Of the two forms the one whose exponent can't overflow.
    return 1 / (1 + math.exp(-total)) if total >= 0 else math.exp(total) / (1 + math.exp(total))


def answer(status, body):
    return {"statusCode": status, "headers": {"content-type": "application/json"}, "body": json.dumps(body)}


def handler(event, _context):
    text = event.get("body") or ""
    try:
        payment = json.loads(base64.b64decode(text) if event.get("isBase64Encoded") else text)
        if not isinstance(payment, dict):
            raise ValueError("an object is expected")
        return answer(200, {"score": round(score(payment), 4), "model": MODEL["version"]})
    except ValueError as error:
        return answer(400, {"message": str(error)})
