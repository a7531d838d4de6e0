"""The process of NumPy or PyTorch on one net, as worker.ts is that of a contestant in Node."""

import json
import sys
import time

import numpy as np

(name, dtype, task), path = sys.argv[1].split(), sys.argv[2]
CHECKED_STEPS = 3 if task == "train" else 1
net = json.load(open(path + ".json"))
sizes, batch, rate = net["sizes"], net["batch"], net["rate"]
values = np.fromfile(path)


def take(*shape):
    global values
    taken, values = np.split(values, [int(np.prod(shape))])
    return taken.reshape(shape)


parameters = [take(*shape).astype(dtype) for i, o in zip(sizes, sizes[1:]) for shape in ((i, o), (o,))]
batches = []
while values.size:
    batches.append((take(batch, sizes[0]).astype(dtype), take(batch).astype(int)))
rows = np.arange(batch)
squared = sizes[-1] == 1  # softmax of a single output is constant


def forward(x):
    activations = [x]
    for l in range(0, len(parameters), 2):
        x = x @ parameters[l] + parameters[l + 1]
        if l < len(parameters) - 2:
            x = np.maximum(x, 0) if net["hidden"] == "relu" else np.tanh(x)
        activations.append(x)
    return activations


def numpy_loss(k):
    x, labels = batches[k]
    z = forward(x)[-1]
    if squared:
        return ((z[:, 0] - labels) ** 2).mean()
    z = z - z.max(axis=1, keepdims=True)
    return (np.log(np.exp(z).sum(axis=1)) - z[rows, labels]).mean()


def numpy_gradients(k):
    x, labels = batches[k]
    activations = forward(x)
    z = activations[-1]
    if squared:
        delta = 2 * (z - labels[:, None]) / batch
    else:
        delta = np.exp(z - z.max(axis=1, keepdims=True))
        delta /= delta.sum(axis=1, keepdims=True)
        delta[rows, labels] -= 1
        delta /= batch
    gradients = [None] * len(parameters)
    for l in range(len(parameters) - 2, -1, -2):
        a = activations[l // 2]
        gradients[l], gradients[l + 1] = a.T @ delta, delta.sum(axis=0)
        if l:
            delta = delta @ parameters[l].T
            delta *= a > 0 if net["hidden"] == "relu" else 1 - a * a
    return gradients


def numpy_step(k):
    for parameter, gradient in zip(parameters, numpy_gradients(k)):
        parameter -= rate * gradient


def numpy_check(k):
    gradient = np.concatenate([g.ravel() for g in numpy_gradients(0)])
    numeric = []
    for parameter in parameters:
        flat = parameter.reshape(-1)
        for i, value in enumerate(flat.tolist()):
            flat[i] = value + 1e-5
            above = numpy_loss(0)
            flat[i] = value - 1e-5
            below = numpy_loss(0)
            flat[i] = value
            numeric.append((above - below) / 2e-5)
    norm = np.linalg.norm
    assert norm(numeric - gradient) / (norm(numeric) + norm(gradient)) < 1e-6


def torch_run():
    import torch

    torch.set_num_threads(1)
    weights = [torch.tensor(p.tolist(), dtype=getattr(torch, dtype), requires_grad=True) for p in parameters]
    data = [(torch.tensor(x.tolist(), dtype=getattr(torch, dtype)), torch.tensor(y.tolist())) for x, y in batches]
    optimizer = torch.optim.SGD(weights, lr=rate)
    hidden = torch.relu if net["hidden"] == "relu" else torch.tanh

    def loss(k, weights=weights):
        x, labels = data[k]
        for l in range(0, len(weights), 2):
            x = torch.addmm(weights[l + 1], x, weights[l])
            x = hidden(x) if l < len(weights) - 2 else x
        if squared:
            return torch.nn.functional.mse_loss(x[:, 0], labels.to(x.dtype))
        return torch.nn.functional.cross_entropy(x, labels)

    def step(k):
        optimizer.zero_grad()
        loss(k).backward()
        optimizer.step()

    def check(k):
        assert torch.autograd.gradcheck(lambda *weights: loss(0, weights), weights)

    return (step if task == "train" else check), lambda k: loss(k).item()


def answer(value):
    print(json.dumps(value), flush=True)


step, loss = torch_run() if name == "PyTorch" else (numpy_step if task == "train" else numpy_check, numpy_loss)
losses = []
for k in range(CHECKED_STEPS):
    losses.append(float(loss(k)))
    step(k)
answer({"losses": losses})

block, next_batch = 1, 0
for line in sys.stdin:
    budget, start, steps, spent = float(line) / 1000, time.process_time(), 0, 0
    while spent < budget:
        before = spent
        for _ in range(block):
            step(next_batch)
            next_batch = (next_batch + 1) % len(batches)
        steps += block
        spent = time.process_time() - start
        if spent - before < budget / 50:
            block *= 2
    answer({"steps": steps, "seconds": spent})
