"""Operations of PyTorch: prints what is tried, or with the argument `serve` lets the checker ask for all of it in one process."""
import json, os, sys

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "../../packages/gradcheck/helpers"))
import nudge, torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
trials = []  # (operation, point, function, tensors by name)

def within(low, high):
    return lambda shape: low + (high - low) * torch.rand(shape)

normal, positive, inside = torch.randn, within(0.3, 3), within(-0.9, 0.9)
zeros, ones = torch.zeros, torch.ones
ties = lambda shape: torch.randint(2, shape).double()
half_zero = lambda shape: torch.randn(shape) * torch.randint(2, shape)
draws = {"": normal, " in 0.3 to 3": positive, " in -0.9 to 0.9": inside, " zeros": zeros, " ones": ones, " of ties": ties, " with zeros": half_zero}
names = {draw: name for name, draw in draws.items()}

def at(op, f, how="", **operands):
    """f of operands, each a shape or a draw and a shape, at two seeds."""
    drawn = {name: x if callable(x[0]) else (normal, x) for name, x in operands.items()}
    point = ", ".join([f"{name} {list(shape)}{names[draw]}" for name, (draw, shape) in drawn.items()] + [how] * bool(how))
    for seed in (1, 2):
        trials.append((op, f"{point}, seed {seed}", f, drawn, seed))

for op in "sin cos tanh exp sigmoid atan sinh cosh asinh erf square neg expm1 exp2 sinc".split():
    for x in ((4,), (2, 3)):
        at(op, getattr(torch, op), x=x)
for op in "log sqrt rsqrt log2 log10 log1p lgamma digamma reciprocal i0".split():
    at(op, getattr(torch, op), x=(positive, (2, 3)))
for op in "asin acos atanh erfinv tan".split():
    at(op, getattr(torch, op), x=(inside, (2, 3)))
for op in "relu leaky_relu elu selu celu gelu silu mish softplus softsign hardtanh hardswish hardsigmoid relu6 tanhshrink softshrink hardshrink logsigmoid".split():
    at(op, getattr(F, op), x=(3, 4))
    at(op, getattr(F, op), x=(zeros, (2, 3)))
at("abs", torch.abs, x=(2, 3)); at("abs", torch.abs, x=(zeros, (2, 3)))
for op in "add sub mul div atan2 maximum minimum hypot logaddexp".split():
    f = getattr(torch, op)
    b = (lambda shape: (positive, shape)) if op == "div" else (lambda shape: shape)
    for left, right in (((2, 3), (2, 3)), ((3, 3), (3,)), ((2, 3), (2, 1)), ((3,), (2, 3)), ((2, 1, 3), (4, 1))):
        at(op, f, a=left, b=b(right))
    if op in ("maximum", "minimum"): at(op, f, a=(ties, (2, 3)), b=(ties, (2, 3)))
at("pow", torch.pow, a=(positive, (2, 3)), b=(3,))
for n in (0, 1, 2, 3, -1, 0.5): at("pow", lambda x, n=n: x ** n, f"{n}", x=(positive, (2, 3)))
for n in (0, 1, 2, 3): at("pow", lambda x, n=n: x ** n, f"{n}", x=(zeros, (2, 3)))
for left, right in (((2, 3), (3, 4)), ((3, 3), (3, 3)), ((2, 2, 3), (3, 4)), ((2, 1, 2, 3), (4, 3, 2)), ((3,), (2, 3, 4)), ((2, 3), (3,))):
    at("matmul", torch.matmul, a=left, b=right)
for op in "sum mean prod logsumexp softmax log_softmax cumsum cumprod logcumsumexp var std norm amax amin".split():
    f = getattr(torch, op)
    for shape in ((2, 3), (3, 3)):
        for dim in (0, 1): at(op, lambda x, f=f, dim=dim, op=op: f(x, **{"dim": dim}), f"dim {dim}", x=shape)
    if op in ("prod", "cumprod"): at(op, lambda x, f=f: f(x, dim=1), "dim 1", x=(half_zero, (3, 4))); at(op, lambda x, f=f: f(x, dim=1), "dim 1", x=(zeros, (2, 3)))
    if op in ("amax", "amin", "logsumexp"): at(op, lambda x, f=f: f(x, dim=1), "dim 1", x=(ties, (3, 4)))
for op in "max min median sort cummax cummin".split():
    f = getattr(torch, op)
    at(op, lambda x, f=f: f(x, dim=1)[0], "dim 1", x=(3, 4))
    if op != "sort": at(op, lambda x, f=f: f(x, dim=1)[0], "dim 1", x=(ties, (3, 4)))
at("norm", torch.norm, x=(zeros, (2, 3)))
at("dist", torch.dist, a=(2, 3), b=(2, 3)); at("cdist", torch.cdist, a=(2, 3), b=(4, 3))
index = torch.tensor([0, 2, 2, 1])
grid = torch.tensor([[0, 1, 1], [2, 2, 0]])
at("index_select", lambda x: x.index_select(0, index), "repeated", x=(3, 4))
at("gather", lambda x: x.gather(0, grid), "repeated", x=(3, 3))
at("scatter_add", lambda x, y: x.scatter_add(0, grid, y), "repeated", x=(3, 3), y=(2, 3))
at("index_add", lambda x, y: x.index_add(0, index, y), "repeated", x=(3, 4), y=(4, 4))
at("scatter", lambda x, y: x.scatter(0, torch.tensor([[0, 1, 2], [1, 2, 0]]), y), x=(3, 3), y=(2, 3))
at("indexing", lambda x: x[index][:, 1::2], "repeated, strided", x=(3, 4))
at("roll", lambda x: x.roll(1, 1), x=(2, 3)); at("flip", lambda x: x.flip(1), x=(2, 3)); at("tril", torch.tril, x=(3, 4))
at("where", lambda x, y: torch.where(torch.tensor([True, False, True]), x, y), x=(2, 3), y=(3,))
at("clamp", lambda x: x.clamp(-0.5, 0.5), x=(3, 4)); at("cat", lambda x, y: torch.cat([x, y, x], 1), x=(2, 3), y=(2, 1))
at("einsum", lambda a, b: torch.einsum("ij,kj->ik", a, b), a=(2, 3), b=(4, 3)); at("outer", torch.outer, a=(3,), b=(4,))
at("cross", lambda a, b: torch.cross(a, b, dim=1), a=(2, 3), b=(2, 3)); at("diagonal", torch.diagonal, x=(3, 4)); at("kron", torch.kron, a=(2, 2), b=(2, 3))
solid = lambda x: x + 3 * torch.eye(3)
for op in "inv det slogdet pinv matrix_exp".split():
    f = getattr(torch.linalg, op)
    at(f"linalg.{op}", lambda x, f=f, op=op: f(solid(x))[1] if op == "slogdet" else f(solid(x)), x=(3, 3))
at("linalg.solve", lambda a, b: torch.linalg.solve(solid(a), b), a=(3, 3), b=(3, 2))
at("linalg.cholesky", lambda a: torch.linalg.cholesky(a @ a.T + torch.eye(3)), "of a aᵀ + 1", a=(3, 3))
at("linalg.eigvalsh", lambda a: torch.linalg.eigvalsh(a + a.T), "of a + aᵀ", a=(3, 3))
at("linalg.svdvals", torch.linalg.svdvals, a=(3, 2)); at("linalg.qr", lambda a: torch.linalg.qr(a)[1], "r", a=(4, 3)); at("linalg.det", torch.linalg.det, x=(zeros, (3, 3)))
for how in (dict(), dict(stride=2), dict(padding=1), dict(stride=2, padding=1), dict(dilation=2)):
    at("conv1d", lambda x, w, b, how=how: F.conv1d(x, w, b, **how), str(how), x=(2, 2, 6), w=(3, 2, 2), b=(3,))
    at("conv2d", lambda x, w, b, how=how: F.conv2d(x, w, b, **how), str(how), x=(1, 2, 5, 4), w=(2, 2, 2, 2), b=(2,))
    at("conv_transpose2d", lambda x, w, b, how=how: F.conv_transpose2d(x, w, b, **how), str(how), x=(1, 2, 3, 2), w=(2, 2, 3, 2), b=(2,))
at("conv2d", lambda x, w: F.conv2d(x, w, groups=2), "2 groups", x=(1, 4, 3, 3), w=(2, 2, 2, 2))
for how in (dict(), dict(stride=1), dict(padding=1), dict(ceil_mode=True)):
    at("avg_pool2d", lambda x, how=how: F.avg_pool2d(x, 2, **how), str(how), x=(1, 2, 5, 4))
    at("max_pool2d", lambda x, how=how: F.max_pool2d(x, 2, **how), str(how), x=(1, 2, 5, 4))
at("max_pool2d", lambda x: F.max_pool2d(x, 2), x=(ties, (1, 2, 4, 4)))
at("adaptive_avg_pool2d", lambda x: F.adaptive_avg_pool2d(x, (2, 3)), x=(1, 2, 5, 4))
for mode in "reflect replicate circular constant".split(): at("pad", lambda x, mode=mode: F.pad(x, (2, 1), mode), mode, x=(2, 2, 4))
for mode in "nearest bilinear bicubic".split():
    for size in ((7, 3), (2, 2)): at("interpolate", lambda x, mode=mode, size=size: F.interpolate(x, size, mode=mode), f"{mode} to {list(size)}", x=(1, 2, 3, 4))
at("interpolate", lambda x: F.interpolate(x, (5, 2), mode="bilinear", align_corners=True), "bilinear, corners aligned", x=(1, 2, 3, 4))
for padding in "zeros border reflection".split(): at("grid_sample", lambda x, g, padding=padding: F.grid_sample(x, g, padding_mode=padding, align_corners=False), padding, x=(1, 2, 4, 3), g=(1, 2, 3, 2))
at("batch_norm", lambda x, w, b: F.batch_norm(x, None, None, w, b, True), x=(4, 3), w=(3,), b=(3,)); at("batch_norm", lambda x, w, b: F.batch_norm(x, None, None, w, b, True), x=(2, 3, 2, 2), w=(3,), b=(3,))
at("layer_norm", lambda x, w, b: F.layer_norm(x, (4,), w, b), x=(2, 3, 4), w=(4,), b=(4,)); at("group_norm", lambda x, w, b: F.group_norm(x, 2, w, b), x=(2, 4, 3), w=(4,), b=(4,))
at("instance_norm", F.instance_norm, x=(2, 3, 4)); at("normalize", F.normalize, x=(2, 3)); at("cosine_similarity", F.cosine_similarity, a=(2, 3), b=(2, 3))
labels = torch.tensor([0, 2, 1, 1])
at("cross_entropy", lambda x: F.cross_entropy(x, labels), x=(4, 3)); at("cross_entropy", lambda x, w: F.cross_entropy(x, labels, torch.tensor([1.0, 2, 3]), label_smoothing=0.1) + 0 * w.sum(), "weights, smoothing", x=(4, 3), w=(1,))
at("cross_entropy", lambda x: F.cross_entropy(x, labels, ignore_index=2), "a class ignored", x=(4, 3))
for op in "mse_loss l1_loss smooth_l1_loss huber_loss binary_cross_entropy_with_logits kl_div poisson_nll_loss".split():
    at(op, getattr(F, op), a=(3, 4), b=(positive, (3, 4)))
signs = torch.tensor([[1.0], [-1], [1]])
at("soft_margin_loss", lambda x: F.soft_margin_loss(x, signs.expand(3, 4)), x=(3, 4))
at("embedding", lambda w: F.embedding(grid, w), "repeated", w=(4, 3)); at("embedding_bag", lambda w: F.embedding_bag(grid, w, mode="mean"), "repeated", w=(4, 3))
at("linear", F.linear, x=(2, 3), w=(4, 3), b=(4,)); at("bilinear", F.bilinear, a=(2, 3), b=(2, 4), w=(2, 3, 4)); at("glu", F.glu, x=(2, 4)); at("prelu", F.prelu, x=(2, 3, 2), w=(3,))
state = torch.zeros(1, 2, 2)
for op, start, gates in ((torch.lstm, (state, state), 4), (torch.gru, state, 3), (torch.rnn_tanh, state, 1)):
    run = lambda x, *weights, op=op, start=start: op(x, start, weights, True, 1, 0.0, True, False, False)[0]
    at(op.__name__, run, x=(4, 2, 3), wi=(2 * gates, 3), wh=(2 * gates, 2), bi=(2 * gates,), bh=(2 * gates,))

if sys.argv[1:] != ["serve"]:
    print(json.dumps([[op, point] for op, point, *_ in trials]))
    sys.exit()

# A tensor is called after its trial: "12 x".
tensors = {}
for i, (_, _, _, drawn, seed) in enumerate(trials):
    torch.manual_seed(seed)
    tensors.update({f"{i} {name}": draw(shape) for name, (draw, shape) in drawn.items()})

def forward(t, training, seed):
    i = int(next(iter(t)).split()[0])
    leaves = [x.clone().requires_grad_() for x in t.values()]
    y = trials[i][2](*leaves)
    return y.detach(), (y, leaves)

def backward(dy, cache, t):
    y, leaves = cache
    gradients = torch.autograd.grad(y, leaves, dy, retain_graph=True, allow_unused=True)
    return {name: torch.zeros_like(x) if g is None else g for (name, x), g in zip(t.items(), gradients)}

nudge.serve(tensors, forward, backward)
