"""torch with a DataLoader over files, each one mask: float32, as the loss of hybrid_learning computes it."""

from pathlib import Path

import numpy as np
import torch
from torch.nn import functional
from torch.utils.data import DataLoader, Dataset


class Pairs(Dataset):
    def __init__(self, path):
        self.predictions = sorted(Path(path, "predictions").iterdir())
        self.targets = sorted(Path(path, "targets").iterdir())

    def __len__(self):
        return len(self.predictions)

    def __getitem__(self, index):
        return (
            torch.from_numpy(np.load(self.predictions[index])),
            torch.from_numpy(np.load(self.targets[index])),
        )


def mean(dataset, cores):
    pairs = Pairs(dataset.path)
    total = 0.0
    for o, t in DataLoader(pairs, batch_size=dataset.batch, num_workers=cores):
        if dataset.small < dataset.side:
            size = dataset.side, dataset.side
            o = functional.interpolate(o[:, None], size=size, mode="bilinear")[:, 0]
        total += 0.5 * torch.where(t > 0, o, 1 - o).sum(dim=(1, 2)).double().sum().item()
    return total / len(pairs)
