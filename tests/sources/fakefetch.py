"""A network for tests: answers that are written down, and a note of what was asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reader.sources.fetch import DEADLINE, Failed, Fetched, Request, Result


class FakeFetch:
    """Takes the place of `fetch_all`: an address gives a body, or the result as it stands."""

    def __init__(self, answers: Mapping[str, bytes | Result]) -> None:
        self.answers = dict(answers)
        self.asked: list[Request] = []

    def __call__(self, requests: Sequence[Request], deadline: float = DEADLINE) -> Iterator[Result]:
        for request in requests:
            self.asked.append(request)
            yield self._answer(request.address)

    def _answer(self, address: str) -> Result:
        answer = self.answers.get(address, Failed(address, "there is nothing at this address", 404))
        return Fetched(address=address, body=answer, location=address) if isinstance(answer, bytes) else answer
