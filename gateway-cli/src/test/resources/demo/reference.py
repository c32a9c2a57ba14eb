#!/usr/bin/env python3
"""Computes KDJ(9,3,3) and the demo's back-test once more, in another language, from the file that is shipped.

    python3 reference.py ../../../../../config/demo/daily-bars.csv.gz

writes kdj.csv (every 97th bar of each ticker) and backtest.csv (one line a ticker) beside this script, both from
adjusted prices. KdjTest and BacktestTest compare with both. Standard library only;
means and deviations come from its statistics module, prices from decimal text.
"""
import csv
import gzip
import math
import statistics
import sys
from datetime import date
from pathlib import Path

FEE = 0.001


def kdj(bars):
    k = d = 50.0
    lines = []
    for i, bar in enumerate(bars):
        if i < 8:
            lines.append(None)
            continue
        window = bars[i - 8 : i + 1]
        top = max(b["High"] for b in window)
        bottom = min(b["Low"] for b in window)
        rsv = 50.0 if top == bottom else 100.0 * (bar["Close"] - bottom) / (top - bottom)
        k = (2.0 * k + rsv) / 3.0
        d = (2.0 * d + k) / 3.0
        lines.append((k, d, 3.0 * k - 2.0 * d))
    return lines


def adjusted(bars):
    out = []
    for b in bars:
        factor = b["Adj Close"] / b["Close"]
        out.append({name: b[name] * factor for name in ("Open", "High", "Low", "Close")} | {"Date": b["Date"]})
    return out


def backtest(bars):
    lines = kdj(bars)
    cash, shares, cost = 1.0, 0.0, 0.0
    order = None
    wins = []
    equity = []
    for i, bar in enumerate(bars):
        if order == "buy":
            cost = cash
            shares, cash = cash * (1 - FEE) / bar["Open"], 0.0
        elif order == "sell":
            cash, shares = shares * bar["Open"] * (1 - FEE), 0.0
            wins.append(cash > cost)
        order = None
        equity.append(cash + shares * bar["Close"])
        if i and lines[i - 1] and i < len(bars) - 1:
            before, now = lines[i - 1], lines[i]
            if before[0] <= before[1] and now[0] > now[1] and not shares:
                order = "buy"
            elif before[0] >= before[1] and now[0] < now[1] and shares:
                order = "sell"
    if shares:
        cash = shares * bars[-1]["Close"] * (1 - FEE)
        equity[-1] = cash
        wins.append(cash > cost)
    returns = [b / a - 1 for a, b in zip(equity, equity[1:])]
    peak, worst = 1.0, 0.0
    for value in equity:
        peak = max(peak, value)
        worst = max(worst, 1 - value / peak)
    days = (date.fromisoformat(bars[-1]["Date"]) - date.fromisoformat(bars[0]["Date"])).days
    return {
        "total_return": 100 * (equity[-1] - 1),
        "annualized_return": 100 * (equity[-1] ** (365.25 / days) - 1),
        "max_drawdown": 100 * worst,
        "sharpe_ratio": statistics.mean(returns) / statistics.stdev(returns) * math.sqrt(252),
        "trades_count": len(wins),
        "win_rate": 100 * sum(wins) / len(wins),
    }


def main():
    here = Path(__file__).parent
    tickers = {}
    with gzip.open(sys.argv[1], "rt") as file:
        for row in csv.DictReader(file):
            bar = {name: value if name in ("Ticker", "Date") else float(value) for name, value in row.items()}
            tickers.setdefault(row["Ticker"], []).append(bar)
    with open(here / "kdj.csv", "w", newline="\n") as out:
        print("ticker,bar,k,d,j", file=out)
        for ticker, bars in tickers.items():
            for i, line in enumerate(kdj(adjusted(bars))):
                if line and (i % 97 == 0 or i in (8, 9, len(bars) - 1)):
                    print(ticker, i, *(f"{v:.9f}" for v in line), sep=",", file=out)
    with open(here / "backtest.csv", "w", newline="\n") as out:
        names = None
        for ticker, bars in tickers.items():
            result = backtest(adjusted(bars))
            if names is None:
                names = list(result)
                print("ticker", *names, sep=",", file=out)
            print(ticker, *(f"{v:.9f}" if isinstance(v, float) else v for v in result.values()), sep=",", file=out)


main()
