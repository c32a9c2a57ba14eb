package io.tickgate.bench.load.run;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.publish.Schedule;
import io.tickgate.bench.load.result.Progress;
import io.tickgate.bench.load.result.RunResult;
import io.tickgate.bench.load.result.SecondSample;
import io.tickgate.bench.load.scenario.Phase;
import io.tickgate.bench.load.scenario.Scenario;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * One run of a scenario: everybody connects, publications go out by schedule, what is still under way is waited for.
 *
 * <p>Any thread may call {@link #run} once and {@link #stopEarly} at any time; the rest belongs to the loop.
 */
public final class LoadRun {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final long DRAIN_LOOK_NANOS = 20_000_000;
    /** Slow readers read again for so long at the end, so that one hears whether the server has closed them. */
    private static final long SLOW_LOOK_NANOS = 1_000_000_000;

    private final Scenario scenario;
    private final Progress.Listener progress;
    private final ClientLoop loop = new ClientLoop();
    private final Timeline timeline;
    private final Schedule schedule;
    private final RunContext context;
    private final Fleet fleet;
    private final Publishers publishers;
    private final Restlessness restlessness;
    private final Sampler sampler;
    private final Pacer pacer;
    private final RampWatch ramp;
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();
    private Instant startedAt = Instant.EPOCH;
    private boolean publishing;
    private boolean measured;
    private boolean ended;
    private long overdue;
    private long publishedForNanos;

    /** @param progress hears each second, on the loop's thread */
    public LoadRun(Scenario scenario, Progress.Listener progress) {
        this.scenario = scenario;
        this.progress = progress;
        timeline = new Timeline(scenario.phases());
        context = RunContext.of(scenario, loop, timeline);
        fleet = new Fleet(context, new FleetEar());
        publishers = new Publishers(context);
        restlessness = new Restlessness(context, fleet);
        sampler = new Sampler(context);
        ramp = new RampWatch(scenario.ramp(), context.recorder());
        schedule = new Schedule(scenario.phases());
        int window = scenario.load().saturateWindow();
        pacer = window > 0
                ? new WindowPacer(context, fleet, publishers, window)
                : new SchedulePacer(context, publishers, schedule);
    }

    /**
     * Runs it to its end.
     *
     * @throws LoadFailure when it could not begin
     */
    public RunResult run() throws LoadFailure, InterruptedException {
        loop.onFault(this::fail);
        loop.execute(fleet::open);
        try {
            return result.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoadFailure failure) {
                throw failure;
            }
            throw new IllegalStateException("the run failed", e.getCause());
        } finally {
            loop.close();
        }
    }

    /** Ends what is published; what was is still waited for and reported. */
    public void stopEarly() {
        loop.execute(() -> {
            if (publishing) {
                stopPublishing();
            } else if (!context.clock().isStarted()) {
                fail(new LoadFailure("stopped before everybody was connected"));
            }
        });
    }

    private void fail(Throwable cause) {
        ended = true;
        fleet.close();
        publishers.close();
        result.completeExceptionally(cause);
    }

    private final class FleetEar implements Fleet.Listener {
        @Override
        public void onSettled(int failed, String firstReason) {
            if (failed > 0) {
                fail(new LoadFailure(failed + " of " + scenario.connections().count()
                        + " subscribers could not be served: " + firstReason));
                return;
            }
            publishers.open(
                    LoadRun.this::start, reason -> fail(new LoadFailure("a publisher could not be opened: " + reason)));
        }

        @Override
        public void onDelivery(long number) {
            pacer.onDelivery(number);
        }

        @Override
        public void onRead() {
            if (publishing) {
                pacer.onRead();
            }
        }

        @Override
        public void onChanged() {
            if (publishing) {
                pacer.onChanged();
            }
        }
    }

    private void start() {
        startedAt = Instant.now();
        context.clock().start();
        publishing = true;
        sampler.start();
        restlessness.start();
        loop.schedule(this::second, SECOND_NANOS);
        long measuredFrom = timeline.measuredFromNanos();
        if (measuredFrom > 0) {
            loop.schedule(this::startMeasuring, measuredFrom);
        } else {
            startMeasuring();
        }
        if (scenario.ramp().isWanted()) {
            watchRamp(0);
        }
        loop.schedule(this::stopMeasuring, timeline.endNanos());
        loop.schedule(
                () -> catchUp(timeline.endNanos() + scenario.load().drain().toNanos()), timeline.endNanos());
        pacer.start();
    }

    private void startMeasuring() {
        if (measured) {
            return;
        }
        sampler.startMeasuring();
        context.recorder().startMeasuring();
        ramp.startMeasuring(fleet.lost());
    }

    /** Publications that are late still go out behind it, and what is under way still arrives. */
    private void stopMeasuring() {
        if (!measured) {
            measured = true;
            sampler.stopMeasuring();
            context.recorder().stopMeasuring();
        }
    }

    private void second() {
        if (ended) {
            return;
        }
        SecondSample sample = sampler.sample();
        long elapsed = context.clock().elapsedNanos();
        Phase phase = scenario.phases().get(timeline.phaseAt(elapsed));
        progress.onProgress(new Progress(
                publishing ? phase.name() : "drain",
                Duration.ofNanos(elapsed),
                scenario.total(),
                phase.rate(),
                sample.delivered(),
                sample.p99Micros(),
                fleet.lost()));
        long next = (elapsed / SECOND_NANOS + 1) * SECOND_NANOS;
        loop.schedule(this::second, next - elapsed);
    }

    /** Looks at each step once what kept the promise must have arrived; the first that did not keep it ends the run. */
    private void watchRamp(int phase) {
        if (phase == scenario.phases().size()) {
            return;
        }
        long hold = scenario.phases().get(phase).duration().toNanos();
        long grace = scenario.ramp().promise().toNanos();
        loop.schedule(
                () -> {
                    if (publishing) {
                        judgeStep(phase);
                        watchRamp(phase + 1);
                    }
                },
                timeline.startNanos(phase) + hold + grace - context.clock().elapsedNanos());
    }

    private void judgeStep(int phase) {
        if (!scenario.phases().get(phase).isWarmUp()) {
            long due = schedule.firstNumber(phase + 1) - schedule.firstNumber(phase);
            ramp.onStepEnd(phase, scenario.phases().get(phase), due, fleet.lost(), fleet.outstanding(false));
            if (ramp.isBroken()) {
                stopPublishing();
            }
        }
    }

    /** What was due to the end still goes out, late as it is, or it would be missing from the latency. */
    private void catchUp(long untilNanos) {
        if (!publishing) {
            return;
        }
        long behind = pacer.overdue();
        if (behind > 0 && context.clock().elapsedNanos() < untilNanos) {
            loop.schedule(() -> catchUp(untilNanos), DRAIN_LOOK_NANOS);
        } else {
            overdue = Math.max(0, behind);
            stopPublishing();
        }
    }

    private void stopPublishing() {
        if (!publishing) {
            return;
        }
        publishing = false;
        pacer.stop();
        restlessness.stop();
        stopMeasuring();
        publishers.finish();
        publishedForNanos = Math.min(timeline.endNanos(), context.clock().elapsedNanos());
        drain(context.clock().elapsedNanos() + scenario.load().drain().toNanos());
    }

    private void drain(long untilNanos) {
        if (ended) {
            return;
        }
        boolean isQuiet = publishers.isAnswered()
                && !restlessness.isAnybodyAway()
                && fleet.subscribers().stream().noneMatch(Subscriber::isOpening)
                && fleet.outstanding(false) == 0;
        if (isQuiet || context.clock().elapsedNanos() >= untilNanos) {
            finishSlowReaders();
        } else {
            loop.schedule(() -> drain(untilNanos), DRAIN_LOOK_NANOS);
        }
    }

    private void finishSlowReaders() {
        if (scenario.slowReaders().count() == 0) {
            finish();
            return;
        }
        fleet.subscribers().stream().filter(Subscriber::isSlow).forEach(Subscriber::resumeReading);
        loop.schedule(this::finish, SLOW_LOOK_NANOS);
    }

    private void finish() {
        if (ended) {
            return;
        }
        ended = true;
        sampler.sample();
        int last = scenario.phases().size() - 1;
        if (scenario.ramp().isWanted()
                && !ramp.isBroken()
                && ramp.steps().size() < scenario.ramp().stepCount()
                && publishedForNanos >= timeline.endNanos()) {
            judgeStep(last);
        }
        RunResult run = new Outcome(context, fleet, sampler, ramp).result(startedAt, publishedForNanos, overdue);
        fleet.close();
        publishers.close();
        result.complete(run);
    }
}
