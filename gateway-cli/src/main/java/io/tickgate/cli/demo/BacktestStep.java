package io.tickgate.cli.demo;

import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ten steps of a back-test, the fifth of which is the guide's example. Their texts are in the guide's language. */
enum BacktestStep {
    INITIALISE("初始化") {
        @Override
        String run(Work work) {
            return work.symbol() + " 回测任务已创建, 策略 KDJ(9,3,3)";
        }
    },
    LOAD("数据加载") {
        @Override
        String run(Work work) {
            Candles candles = work.candles;
            return "已加载 " + candles.count() + " 根日线, " + LocalDate.ofEpochDay(candles.epochDay(0)) + " 至 "
                    + LocalDate.ofEpochDay(candles.epochDay(candles.count() - 1));
        }
    },
    CHECK("数据校验") {
        @Override
        String run(Work work) {
            return "复权检查: " + work.candles.jumps() + " 根日线涨跌超过 20%";
        }
    },
    INDICATORS("指标计算") {
        @Override
        String run(Work work) {
            return "KDJ 金叉与死叉共 " + work.backtest().signals() + " 个";
        }
    },
    STRATEGY("策略执行") {
        @Override
        String run(Work work) {
            work.backtest().trade();
            return "正在执行KDJ策略...";
        }
    },
    TRADES("交易撮合") {
        @Override
        String run(Work work) {
            return "共 " + work.result().trades() + " 笔交易, 单边费用 0.1%";
        }
    },
    RETURNS("收益计算") {
        @Override
        String run(Work work) {
            return text(
                    "总收益 %.2f%%, 年化 %.2f%%",
                    work.result().totalReturn(), work.result().annualizedReturn());
        }
    },
    RISK("风险评估") {
        @Override
        String run(Work work) {
            return text(
                    "最大回撤 %.2f%%, 夏普比率 %.2f",
                    work.result().maxDrawdown(), work.result().sharpeRatio());
        }
    },
    STATISTICS("结果统计") {
        @Override
        String run(Work work) {
            return text("胜率 %.2f%%", work.result().winRate());
        }
    },
    REPORT("报告生成") {
        @Override
        String run(Work work) {
            Backtest.Result result = work.result();
            return work.symbol()
                    + text(
                            " 总收益 %.2f%%, 最大回撤 %.2f%%, 夏普比率 %.2f, %d 笔交易",
                            result.totalReturn(), result.maxDrawdown(), result.sharpeRatio(), result.trades());
        }
    };

    static final int COUNT = values().length;

    private final String title;

    BacktestStep(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** Does the step's part of the work, and says what came of it. */
    abstract String run(Work work);

    private static String text(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /** The figures as the guide's notification names them; percentages where they are returns, drawdown and win rate. */
    static JsonObject summary(Backtest.Result result) {
        return new JsonObject()
                .figure("total_return", result.totalReturn())
                .figure("annualized_return", result.annualizedReturn())
                .figure("max_drawdown", result.maxDrawdown())
                .figure("sharpe_ratio", result.sharpeRatio())
                .whole("trades_count", result.trades())
                .figure("win_rate", result.winRate());
    }

    /** One run's way through the steps: each is done when it is reached, in their order. */
    static final class Work {
        private final String symbol;
        private final Candles candles;
        private @Nullable Backtest backtest;
        private int done = -1;
        private String message = "";

        Work(BarSeries bars) {
            symbol = bars.symbol();
            candles = Candles.adjusted(bars);
        }

        /** Does what is not done yet up to a step and including it. */
        void advanceTo(int index) {
            while (done < index) {
                done++;
                message = step().run(this);
            }
        }

        BacktestStep step() {
            return values()[done];
        }

        String message() {
            return message;
        }

        String symbol() {
            return symbol;
        }

        /** What every report says of the run. */
        JsonObject data() {
            return new JsonObject().text("symbol", symbol).text("strategy", "kdj");
        }

        Backtest.Result result() {
            return backtest().result();
        }

        private Backtest backtest() {
            Backtest known = backtest;
            if (known == null) {
                known = new Backtest(candles);
                backtest = known;
            }
            return known;
        }
    }
}
