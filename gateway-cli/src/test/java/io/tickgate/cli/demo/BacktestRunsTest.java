package io.tickgate.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.cli.demo.DemoOutput.Notice;
import io.tickgate.cli.demo.DemoOutput.Progress;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.TaskStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BacktestRunsTest {
    private static final int SLOTS = BacktestRuns.REPORTS + 1 + BacktestRuns.PAUSE;

    /** As reference.py has them, rounded to two decimals. */
    private static final String AAPL = "{\"total_return\":312.46,\"annualized_return\":11.52,\"max_drawdown\":64.93,"
            + "\"sharpe_ratio\":0.51,\"trades_count\":283,\"win_rate\":44.88}";

    private final RecordedOutput out = new RecordedOutput();
    private BacktestRuns runs;

    @BeforeEach
    void open() throws Exception {
        runs = new BacktestRuns(BarFile.read(BarFiles.SHIPPED));
    }

    @Test
    void aRunGoesThroughTenStepsAndNeverBack() throws Exception {
        play(0, SLOTS);

        assertThat(out.progress).hasSize(BacktestRuns.REPORTS + 1);
        assertThat(out.progress.stream().map(Progress::step).distinct()).hasSize(11);
        assertThat(out.progress).extracting(Progress::stepIndex).isSorted();
        assertThat(out.progress).extracting(Progress::percent).isSorted();
        assertThat(out.progress.stream().map(Progress::status).distinct())
                .containsExactly(TaskStatus.PENDING, TaskStatus.RUNNING, TaskStatus.COMPLETED);
    }

    @Test
    void theFifthStepIsTheGuides() throws Exception {
        play(0, 19);

        Progress report = out.progress.get(18);
        assertThat(report)
                .usingRecursiveComparison()
                .ignoringFields("data")
                .isEqualTo(new Progress(
                        "backtest_001", TaskStatus.RUNNING, 45, "策略执行", 4, 10, "正在执行KDJ策略...", new JsonObject()));
        assertThat(report.data()).hasToString("{\"symbol\":\"AAPL\",\"strategy\":\"kdj\"}");
    }

    @Test
    void itsEndCarriesTheFiguresAndIsNotified() throws Exception {
        play(0, SLOTS);

        Progress end = out.progress.get(BacktestRuns.REPORTS);
        assertThat(end.percent()).isEqualTo(100);
        assertThat(end.data())
                .hasToString("{\"symbol\":\"AAPL\",\"strategy\":\"kdj\",\"result_summary\":" + AAPL + "}");
        assertThat(out.notices).singleElement().satisfies(notice -> {
            assertThat(notice.type()).isEqualTo("backtest_completed");
            assertThat(notice.priority()).isEqualTo(Priority.HIGH);
            assertThat(notice.title()).isEqualTo("回测完成");
            assertThat(notice.message()).contains("backtest_001", "AAPL", "312.46%", "64.93%", "0.51", "283");
            assertThat(notice.metadata())
                    .hasToString("{\"task_id\":\"backtest_001\",\"symbol\":\"AAPL\",\"result_summary\":" + AAPL + "}");
            assertThat(notice.actionUrl()).isEqualTo("/api/v1/websocket/backtests/backtest_001");
        });
    }

    @Test
    void everyRunIsATaskOfItsOwnAndTheSymbolsTakeTurns() throws Exception {
        play(0, 6 * SLOTS);

        assertThat(out.progress.stream().map(Progress::taskId).distinct())
                .containsExactly(
                        "backtest_001", "backtest_002", "backtest_003", "backtest_004", "backtest_005", "backtest_006");
        assertThat(out.notices)
                .extracting(Notice::message)
                .satisfiesExactly(
                        message -> assertThat(message).contains("AAPL"),
                        message -> assertThat(message).contains("FB"),
                        message -> assertThat(message).contains("GOOG"),
                        message -> assertThat(message).contains("IBM"),
                        message -> assertThat(message).contains("MSFT"),
                        message -> assertThat(message).contains("AAPL"));
    }

    @Test
    void slotsThatWereLeftOutAreMadeUpFor() throws Exception {
        runs.play(0, 0, out);
        runs.play(BacktestRuns.REPORTS + 3, 0, out);
        runs.play(BacktestRuns.REPORTS + 4, 0, out);

        assertThat(out.progress).hasSize(2);
        assertThat(out.progress.get(1).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(out.notices).hasSize(1);
    }

    private void play(long from, long count) throws InterruptedException {
        for (long number = from; number < from + count; number++) {
            runs.play(number, 0, out);
        }
    }
}
