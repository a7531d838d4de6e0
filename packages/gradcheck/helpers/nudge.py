"""Lets Nudge's gradient checker ask a forward and a backward pass in Python: the protocol of docs/protocol.md.

forward(tensors, training, seed) -> (output, cache); backward(upstream, cache, tensors) -> gradients by name. They get what
`tensors` and the output are: numbers, nested lists, NumPy arrays, PyTorch tensors; several outputs are a dict.
"""
import json, os, sys, traceback

REMEMBERED = 16  # passes whose cache is kept for backward

def shape_of(x):
    return [len(x), *(shape_of(x[0]) if x else [])] if isinstance(x, (list, tuple)) else []

def flat(x):
    return [v for part in x for v in flat(part)] if isinstance(x, (list, tuple)) else [float(x)]

def json_of(v):  # JSON has no numbers for these
    return {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity", "-0.0": "-0"}.get(repr(v), v)

def wire_of(x):
    if isinstance(x, dict):
        return {name: None if part is None else wire_of(part) for name, part in x.items()}
    data = flat(x.tolist() if hasattr(x, "tolist") else x)
    return {"shape": list(getattr(x, "shape", shape_of(x))), "data": [json_of(v) for v in data]}

def nest(shape, values):
    return [nest(shape[1:], values) for _ in range(shape[0])] if shape else next(values)

def like(given, wire):
    if isinstance(given, dict):
        return {name: like(given[name], part) for name, part in wire.items()}
    values = nest(wire["shape"], map(float, wire["data"]))
    if hasattr(given, "new_tensor"):
        return given.new_tensor(values).reshape(wire["shape"])
    if hasattr(given, "dtype"):
        return sys.modules["numpy"].array(values, given.dtype).reshape(wire["shape"])
    return values

def serve(tensors, forward, backward, name=None):
    answers, kept = os.fdopen(os.dup(1), "w"), {}
    os.dup2(2, 1)  # what is printed must not be taken for an answer
    for line in open(0, encoding="utf-8", closefd=False):
        try:
            ask = json.loads(line)
            if ask["call"] == "describe":
                answer = {"nudge": 1, "name": name, "tensors": wire_of(tensors)}
            elif ask["call"] == "forward":
                output, cache = forward(like(tensors, ask["tensors"]), ask["training"], ask["seed"])
                kept[ask["pass"]] = output, cache
                kept.pop(ask["pass"] - REMEMBERED, None)
                answer = {"output": wire_of(output)}
            else:
                output, cache = kept[ask["pass"]]
                dy, point = like(output, ask["upstream"]), like(tensors, ask["tensors"])
                answer = {"gradients": wire_of(backward(dy, cache, point))}
        except Exception as error:
            at = traceback.extract_tb(error.__traceback__)[-1]
            place = f"{os.path.basename(at.filename)}:{at.lineno}"
            answer = {"error": str(error), "type": type(error).__name__, "place": place}
        print(json.dumps(answer), file=answers, flush=True)
