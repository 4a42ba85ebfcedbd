"""How a run's pages are divided into batches."""

import random

from flows.batches import BATCH_PAGES, MAX_BATCHES, Batch, divide
from flows.files import Piece


def batches(numbers: list[int]) -> list[Batch[int]]:
    return divide(numbers, lambda _: 1, "clean")


def test_a_batch_is_of_bounded_size_and_nothing_is_left_out_or_twice() -> None:
    numbers = random.Random(1).sample(range(2**62), 20_000)
    divided = batches(numbers)
    assert [number for batch in divided for number in batch.items] == numbers
    assert all(BATCH_PAGES // 2 <= batch.pages <= BATCH_PAGES for batch in divided[:-1])
    assert len({batch.id for batch in divided}) == len(divided)


def test_of_a_large_input_there_are_about_as_many_as_a_server_keeps_up_with() -> None:
    for size in (30_000, 100_000):
        assert 80 < len(batches(list(range(size)))) < 1.3 * MAX_BATCHES


def test_inputs_that_have_much_in_common_have_most_batches_in_common() -> None:
    numbers = random.Random(2).sample(range(2**62), 20_000)
    of_all = {batch.id for batch in batches(numbers)}
    rest = batches(numbers[3_333:])
    more = batches([*numbers[:10_000], 1, *numbers[10_000:]])
    assert len(of_all & {batch.id for batch in rest}) >= len(rest) - 5
    assert len(of_all & {batch.id for batch in more}) >= len(more) - 5


def test_a_batch_is_named_by_what_is_done_with_what() -> None:
    piece = [Piece("/arsip/\udce9.jsonl", 1, 0, 150)]
    ids = {
        divide(piece, lambda piece: piece.pages, "run")[0].id,
        divide(piece, lambda piece: piece.pages, "clean")[0].id,
        divide([Piece("/arsip/\udce9.jsonl", 151, 9_000, 150)], lambda piece: piece.pages, "run")[0].id,
    }
    assert len(ids) == 3
