package io.marketbell.architecture.planted.protection;

import io.marketbell.architecture.planted.routing.ReadsFiles;

/** Breaks: the doors know nothing of what is behind them. */
record LooksBehindTheDoors(ReadsFiles files) {}
