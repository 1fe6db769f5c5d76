"""The pairs that a contender is asked to score."""

import functools
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Dataset:
    layout: str  # of the masks: "1-D arrays", "2-D arrays and COCO RLE", "NPY" or "files"
    path: str
    rows: int
    side: int  # height and width of a target
    small: int  # height and width of a prediction
    batch: int  # rows that are 16 MB or less, with all that Spark adds to them

    @classmethod
    def parse(cls, line: str) -> "Dataset":
        layout, path, *numbers = line.rstrip("\n").split("\t")
        return cls(layout, path, *map(int, numbers))

    @property
    def glob(self) -> str:
        return f"{self.path}/*.parquet"

    @property
    def pixels(self) -> int:
        return self.side * self.side

    def files(self) -> list[str]:
        return [str(file) for file in sorted(Path(self.path).glob("*.parquet"))]

    @functools.lru_cache
    def header(self, column: str) -> int:
        """Length in bytes of the header that all NPY cells of a column have."""
        import pyarrow.dataset

        cells = pyarrow.dataset.dataset(self.files(), format="parquet").head(1, columns=[column])
        return 10 + int.from_bytes(cells[column][0].as_py()[8:10], "little")
