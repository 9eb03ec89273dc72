"""A submission that takes over its process's side of the channel and speaks almost-right protocol.

The text of this file is handed in like any solution. Inside the sandbox, still being loaded, it finds the channel in
the frames above it and answers requests itself, by a grammar of misbehaviors: a few well-formed lies first, then one
move, then a rest; a seed decides the details. It uses what a child has in memory, `grader.sandbox.codec` included, so
it can say anything that an honest child could. What a move may lead to is beside it; no move leads to a point.
"""

import warnings

sys = warnings.sys
os, random, struct, time = (sys.modules[name] for name in ("os", "random", "struct", "time"))
np, codec, decoder = (sys.modules[n] for n in ("numpy", "grader.sandbox.codec", "grader.sandbox.decoder"))

LIES = ("WA", "RTE")  # the numbers of a lie are wrong, or it says that it raised


class Channel:
    """The child's side: where requests come from, where answers go, and what was asked last."""

    def __init__(self, signatures):
        frame = sys._getframe()
        while "names" not in frame.f_locals or "answers" not in frame.f_locals:
            frame = frame.f_back
        self.names, self.number = frame.f_locals["names"], frame.f_locals["number"]
        self.answers, self.reply_bytes = frame.f_locals["answers"], frame.f_locals["reply_bytes"]
        while "requests" not in frame.f_locals:
            frame = frame.f_back
        self.requests, self.signatures, self.ops = frame.f_locals["requests"], signatures, None

    def read(self):
        (length,) = struct.unpack("<I", self.exactly(4))
        _, self.number, self.ops = decoder.decode_trusted(self.exactly(length))

    def exactly(self, count):
        parts = bytearray()
        while len(parts) < count:
            part = os.read(self.requests, count - len(parts))
            if not part:
                os._exit(0)
            parts += part
        return bytes(parts)

    def write(self, data):
        view = memoryview(data)
        while view:
            view = view[os.write(self.answers, view) :]

    def answer(self, rng, **changes):
        """Return a well-formed answer to what was asked; `changes` make it one to something else."""
        number = changes.get("number", self.number)
        if self.ops is None and "count" not in changes:
            return codec.encode(["loaded", number, self.signatures])
        count = changes.get("count", len(self.ops or ()))
        ops = (list(self.ops or ()) * (count + 1))[:count] if self.ops else [["getattr", "h", "n"]] * count
        return codec.encode(["results", number, [lie(rng, op) for op in ops]])


def lie(rng, op):
    """Return the result of an operation that was never run."""
    if op[0] == "construct" or rng.random() < 0.02:
        return ["returned", None, None]
    if rng.random() < 0.03:
        texts = "Exception" * rng.randrange(9), "m" * rng.randrange(2000), "n" * rng.randrange(9)
        return ["raised", *texts[:2], [[1, "f", "c"]], rng.random() < 0.5, texts[2]]
    if rng.random() < 0.03:
        return ["unsendable", "object", "x" * rng.randrange(2000)]
    arguments = op[3] if op[0] == "call" else ()
    shapes = [np.shape(argument) for argument in arguments if isinstance(argument, np.ndarray)] or [()]
    numbers = np.random.default_rng(rng.randrange(2**32))
    value = numbers.standard_normal(rng.choice(shapes)) * 10.0 ** rng.randrange(-300, 300)
    form = rng.randrange(20)
    odd = {
        0: lambda: value * np.nan,
        1: lambda: value.astype(np.complex64),
        2: lambda: value[..., None],
        3: lambda: np.empty((0, 1 << 30)),
        4: lambda: (value,) * rng.randrange(4),
        5: lambda: {"AC": value, "points": 100},
        6: lambda: "AC",
        7: lambda: rng.randrange(-(2**63), 2**63),
        8: lambda: value > 0,
    }
    after = list(arguments) if op[0] == "call" and op[5:6] == [True] else None
    return ["returned", odd.get(form, lambda: value)(), after if rng.random() < 0.95 else []]


def damaged(rng, data):
    """Return bytes with flips, cuts, splices, repeats and lengths that lie."""
    data = bytearray(data)
    for _ in range(rng.randrange(1, 5)):
        at, to = sorted(rng.randrange(len(data) + 1) for _ in range(2))
        kind = rng.randrange(6)
        if kind == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif kind == 1:
            del data[at:to]
        elif kind == 2:
            data[at:at] = data[at:to][:1000]
        elif kind == 3:
            data[at : at + 4] = struct.pack("<I", rng.choice([0, 1, to, 1 << 16, 1 << 31, 2**32 - 1]))
        elif kind == 4:
            data[at:to] = rng.randbytes(min(to - at, 1000))
        else:
            data[at : at + 1] = rng.choice(
                [b"9", b"-", b"1e9", b"[", b"]}", b'"', b",", b'{"a":[11,9]}', b"true", b" "]
            )
        data = data or bytearray(b"\0")
    return bytes(data)


def frame(payload):
    return struct.pack("<I", len(payload)) + payload


header = frame  # a payload without arrays: the header and its length


MOVES = {}


def may_end(*verdicts):
    """Register a move with the verdicts it may lead to."""

    def register(move):
        MOVES[move.__name__] = verdicts, move
        return move

    return register


# What is said.


@may_end("SC", *LIES)
def twice(channel, rng, answer):
    channel.write(frame(answer) * 2)


@may_end("SC", *LIES)
def the_next_answer_as_well(channel, rng, answer):
    channel.write(frame(answer) + frame(channel.answer(rng, number=channel.number + 1, count=rng.randrange(40))))


@may_end("SC")
def unasked_first(channel, rng, answer):
    channel.write(frame(codec.encode(["ready", []])) + frame(answer))


@may_end("SC")
def another_number(channel, rng, answer):
    numbers = [channel.number - 1, channel.number + 1, 0, -1, True, float(channel.number), 2**63 - 1]
    channel.write(frame(channel.answer(rng, number=rng.choice(numbers))))


@may_end("SC")
def another_count(channel, rng, answer):
    channel.write(frame(channel.answer(rng, count=len(channel.ops or ".") + rng.choice([-1, 1, 1000]))))


@may_end("SC")
def another_kind(channel, rng, answer):
    channel.write(frame(codec.encode([rng.choice(["ready", "failed", "AC", ""]), channel.number, []])))


@may_end("SC")
def a_tuple_for_a_list(channel, rng, answer):
    channel.write(frame(codec.encode(tuple(decoder.decode(answer)))))


@may_end("SC")
def a_verdict(channel, rng, answer):
    channel.write(frame(codec.encode({"verdict": "AC", "points": 100})))


@may_end("SC", "TLE", "CE", *LIES)
def damaged_frame(channel, rng, answer):
    channel.write(damaged(rng, frame(answer)))


@may_end("SC", "TLE", "CE", *LIES)
def damaged_payload(channel, rng, answer):
    channel.write(frame(damaged(rng, answer)))


@may_end("SC", "TLE")
def noise(channel, rng, answer):
    channel.write(rng.randbytes(rng.randrange(1, 3000)))


@may_end("SC")
def an_empty_frame(channel, rng, answer):
    channel.write(frame(b""))


@may_end("SC")
def depth(channel, rng, answer):
    channel.write(frame(header(b"[" * 5000 + b"]" * 5000)))


# How much.


@may_end("SC")
def too_large(channel, rng, answer):
    channel.write(struct.pack("<I", rng.choice([1 << 26, 1 << 31, 2**32 - 1])) + answer)


@may_end("SC")
def as_large_as_can_be(channel, rng, answer):
    item = rng.choice([b"null,", b'"",', b"[],", b'{"a":[0,0]},', b"\xff"])
    channel.write(frame(header(b"[" + item * (channel.reply_bytes // 20) + b"1]")))


@may_end("SC")
def an_array_that_is_not_there(channel, rng, answer):
    rows, columns = rng.choice([(1 << 40, 1 << 40), (1 << 15, 1 << 15), (1 << 33, 0)])
    channel.write(
        frame(header(b'["results",%d,[["returned",{"a":[11,%d,%d]},null]]]' % (channel.number, rows, columns)))
    )


@may_end("SC")
def flood(channel, rng, answer):
    while True:
        channel.write(b"x" * 65536)


@may_end("SC", *LIES)
def flood_of_answers(channel, rng, answer):
    while True:
        channel.write(frame(answer))


@may_end("OLE")
def flood_of_prints(channel, rng, answer):
    while True:
        os.write(1, b"y" * 65536)


# When.


@may_end("TLE")
def half_then_silence(channel, rng, answer):
    channel.write(frame(answer)[: rng.randrange(1, len(answer))])
    time.sleep(60)


@may_end("TLE")
def half_then_work(channel, rng, answer):
    channel.write(frame(answer)[: rng.randrange(1, len(answer))])
    work()


@may_end("RTE")
def half_then_an_end(channel, rng, answer):
    channel.write(frame(answer)[: rng.randrange(1, len(answer))])
    os._exit(0)


@may_end("TLE")
def endless_drip(channel, rng, answer):
    channel.write(struct.pack("<I", 1 << 19))
    while True:
        channel.write(b"t")
        time.sleep(0.004)


@may_end("TLE")
def silence(channel, rng, answer):
    time.sleep(60)


@may_end("TLE")
def work(*_):
    while True:
        pass


# What becomes of the process.


@may_end("RTE", "MLE")
def an_end(channel, rng, answer):
    os._exit(rng.choice([0, 1, 83, 84, 85, 255]))


@may_end("RTE", "WA")
def an_end_after_the_answer(channel, rng, answer):
    channel.write(frame(answer))
    os._exit(0)


@may_end("RTE")
def a_crash(channel, rng, answer):
    sys.modules["ctypes"].string_at(0)


@may_end("SC")
def a_forbidden_call(channel, rng, answer):
    os.memfd_create("x")


@may_end("SC")
def closed(channel, rng, answer):
    for descriptor in {channel.requests, channel.answers}:
        os.close(descriptor)
    time.sleep(60)


@may_end("SC")
def everything_closed_then_work(channel, rng, answer):
    for descriptor in {0, 1, 2, channel.requests, channel.answers}:
        os.close(descriptor)
    work()


@may_end("RTE")
def closed_then_an_end(channel, rng, answer):
    os.close(channel.answers)
    os._exit(0)


@may_end("CE", "SC", "RTE")
def handed_back(channel, rng, answer):
    raise ValueError("now the harness answers what was answered before")


@may_end("CE", "SC", "RTE", "MLE", "TLE")
def all_the_memory(channel, rng, answer):
    channel.everything = [np.ones(1 << 18) for _ in range(1 << 16)]


def play(seed, signatures, move, lies):
    """Answer that many requests with lies, then make a move, then rest until the end."""
    rng = random.Random(seed)
    channel = Channel(signatures)
    for _ in range(lies):
        answer = frame(channel.answer(rng))
        step = 1 if len(answer) < 2000 and rng.random() < 0.3 else len(answer)
        for start in range(0, len(answer), step):
            channel.write(answer[start : start + step])
        channel.read()
    MOVES[move][1](channel, rng, channel.answer(rng))
    time.sleep(60)
