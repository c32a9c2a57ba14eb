package io.tickgate.cli.demo;

import io.tickgate.cli.demo.DemoOutput.Notice;
import io.tickgate.cli.demo.DemoOutput.Progress;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.TaskStatus;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One back-test after the other, a symbol each, with a pause between. A run is reported on {@value #REPORTS} times, with
 * what its step has just computed, and ends with a notification of its figures.
 *
 * <p><b>Owner:</b> the demo's thread.
 */
final class BacktestRuns implements DemoFeed {
    /** At this pace a run takes 20 s and a pause 10: 120 tasks an hour, of which the gateway keeps the last hour's. */
    static final double REPORTS_PER_SECOND = 2;

    static final int REPORTS = 40;
    static final int PAUSE = 20;

    private static final int REPORTS_PER_STEP = REPORTS / BacktestStep.COUNT;
    private static final String TASKS_URL = "/api/v1/websocket/backtests/";

    private final List<BarSeries> series;
    private @Nullable Run current;

    BacktestRuns(List<BarSeries> series) {
        this.series = series;
    }

    /** The task of a run, counted from 0, as the guide names its one. */
    static String taskId(long run) {
        return String.format(Locale.ROOT, "backtest_%03d", run + 1);
    }

    @Override
    public void play(long number, long nowNanos, DemoOutput out) throws InterruptedException {
        long runNumber = number / (REPORTS + 1 + PAUSE);
        int report = (int) (number % (REPORTS + 1 + PAUSE));
        Run run = current;
        if (run == null || run.number != runNumber) {
            // A laptop that slept through the end of a run leaves it as it was: the gateway forgets it in its time.
            run = new Run(runNumber, series.get((int) (runNumber % series.size())));
            current = run;
        }
        run.report(report, out);
    }

    private static final class Run {
        private final long number;
        private final String taskId;
        private final BacktestStep.Work work;
        private boolean isOver;

        Run(long number, BarSeries bars) {
            this.number = number;
            taskId = taskId(number);
            work = new BacktestStep.Work(bars);
        }

        void report(int report, DemoOutput out) throws InterruptedException {
            if (isOver) {
                return;
            }
            if (report >= REPORTS) {
                complete(out);
                return;
            }
            int index = report / REPORTS_PER_STEP;
            work.advanceTo(index);
            out.progress(new Progress(
                    taskId,
                    report == 0 ? TaskStatus.PENDING : TaskStatus.RUNNING,
                    100.0 * report / REPORTS,
                    work.step().title(),
                    index,
                    BacktestStep.COUNT,
                    work.message(),
                    work.data()));
        }

        private void complete(DemoOutput out) throws InterruptedException {
            isOver = true;
            work.advanceTo(BacktestStep.COUNT - 1);
            JsonObject summary = BacktestStep.summary(work.result());
            out.progress(new Progress(
                    taskId,
                    TaskStatus.COMPLETED,
                    100,
                    "完成",
                    BacktestStep.COUNT,
                    BacktestStep.COUNT,
                    work.message(),
                    work.data().object("result_summary", summary)));
            out.notice(new Notice(
                    "backtest_completed",
                    Priority.HIGH,
                    "回测完成",
                    "回测任务 " + taskId + " 已完成: " + work.message(),
                    new JsonObject()
                            .text("task_id", taskId)
                            .text("symbol", work.symbol())
                            .object("result_summary", summary),
                    TASKS_URL + taskId,
                    "查看结果"));
        }
    }
}
