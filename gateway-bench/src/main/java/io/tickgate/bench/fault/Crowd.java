package io.tickgate.bench.fault;

import static io.tickgate.bench.fault.BrokenPromiseException.require;

import io.tickgate.bench.load.client.ClientLoop;
import io.tickgate.bench.load.client.ClientSocket;
import io.tickgate.bench.load.client.SocketListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one gateway, or of several that are one, all on one thread: for each gateway a publisher of numbers, those who
 * write down what they are sent, and visitors.
 *
 * <p>The scenario's thread calls what is not said to be the loop's.
 */
final class Crowd implements AutoCloseable {
    private static final String PATH = "/api/v1/websocket/ws";
    private static final String CHANNEL = "chart_updates:NUMBERS";
    private static final long LOOK_MILLIS = 20;

    private record Server(InetSocketAddress address, ClientSocket.Upgrade upgrade) {}

    private final ClientLoop loop = new ClientLoop();
    private final List<Server> servers = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
    private final Random random = new Random();
    private final List<Witness> witnesses = new ArrayList<>();
    private final List<NumberedPublisher> publishers = new ArrayList<>();
    private boolean closed;

    /** @param perSecond what its publisher publishes */
    Crowd(int port, int perSecond) {
        this(List.of(port), perSecond);
    }

    /**
     * @param ports of the gateways
     * @param perSecond what each publisher publishes, to a channel of its own
     */
    Crowd(List<Integer> ports, int perSecond) {
        for (int port : ports) {
            int gateway = servers.size();
            servers.add(new Server(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    new ClientSocket.Upgrade("127.0.0.1:" + port, PATH, null, false)));
            publishers.add(new NumberedPublisher(this, gateway, CHANNEL + gateway, perSecond));
        }
        loop.onFault(broken::set);
    }

    /** On the loop. */
    ClientSocket connect(int gateway, SocketListener listener) {
        Server server = servers.get(gateway);
        return loop.connect(server.address(), server.upgrade(), listener);
    }

    /** Any thread. */
    void schedule(Runnable task, long delayMillis) {
        loop.schedule(
                () -> {
                    if (!closed) {
                        task.run();
                    }
                },
                delayMillis * 1_000_000);
    }

    /** On the loop: up to {@code most}. */
    long jitterMillis(long most) {
        return random.nextLong(most + 1);
    }

    /** Runs {@code question} on the loop. */
    <T> T ask(Supplier<T> question) throws InterruptedException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        while (!answer.isDone()) {
            Throwable cause = broken.get();
            if (cause != null) {
                throw new IllegalStateException("the clients failed", cause);
            }
            Thread.sleep(1);
        }
        return answer.join();
    }

    void tell(Runnable task) {
        loop.execute(task);
    }

    /** Waits for what is asked on the loop. */
    void await(String what, Duration most, BooleanSupplier condition)
            throws BrokenPromiseException, InterruptedException {
        awaitAnywhere(what, most, () -> {
            try {
                return ask(condition::getAsBoolean);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    /** Waits for what is asked on this thread. */
    static void awaitAnywhere(String what, Duration most, BooleanSupplier condition)
            throws BrokenPromiseException, InterruptedException {
        long deadlineNanos = System.nanoTime() + most.toNanos();
        while (!condition.getAsBoolean()) {
            require(System.nanoTime() - deadlineNanos < 0, "not so within " + most.toSeconds() + " s: " + what);
            Thread.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Opens subscribers, as many at each gateway, and begins to publish when they are all there. Those of one gateway follow the
     * publishers in turn.
     */
    void begin(int count) throws BrokenPromiseException, InterruptedException {
        tell(() -> {
            int gateways = servers.size();
            for (int i = 0; i < count; i++) {
                Witness witness = new Witness(this, i % gateways, publishers.get(i / gateways % gateways));
                witnesses.add(witness);
                witness.open();
            }
        });
        awaitSubscribed(Duration.ofSeconds(20));
        tell(() -> publishers.forEach(NumberedPublisher::start));
    }

    void awaitSubscribed(Duration most) throws BrokenPromiseException, InterruptedException {
        await("everybody is subscribed", most, () -> witnesses.stream().allMatch(Witness::isConfirmed));
    }

    /** Opens them all. */
    List<Visitor> visit(int count, Supplier<Visitor> kind) {
        List<Visitor> visitors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            visitors.add(kind.get());
        }
        tell(() -> visitors.forEach(visitor -> visitor.open(this)));
        return visitors;
    }

    /** Waits until so many more publications of each publisher were confirmed, and everybody has them. */
    void awaitDeliveries(int more) throws BrokenPromiseException, InterruptedException {
        List<Long> goals = ask(() ->
                publishers.stream().map(each -> each.acknowledged() + more).toList());
        await(more + " more publications are confirmed", Duration.ofSeconds(20), () -> {
            for (int i = 0; i < goals.size(); i++) {
                if (publishers.get(i).acknowledged() < goals.get(i)) {
                    return false;
                }
            }
            return true;
        });
        awaitConfirmed();
    }

    /** Waits until everybody has what is confirmed by now. */
    private void awaitConfirmed() throws BrokenPromiseException, InterruptedException {
        List<Long> due = ask(() -> witnesses.stream()
                .map(witness -> witness.publisher().acknowledgedOffset())
                .toList());
        await("everybody has what was confirmed", Duration.ofSeconds(20), () -> {
            for (int i = 0; i < due.size(); i++) {
                if (!witnesses.get(i).has(due.get(i))) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Stops publishing for now, and waits until everything has come. */
    void settle() throws BrokenPromiseException, InterruptedException {
        tell(() -> publishers.forEach(each -> each.setPaused(true)));
        await(
                "everything published was answered",
                Duration.ofSeconds(20),
                () -> publishers.stream().allMatch(NumberedPublisher::isAnswered));
        awaitSubscribed(Duration.ofSeconds(20));
        awaitConfirmed();
    }

    void goOn() {
        tell(() -> publishers.forEach(each -> each.setPaused(false)));
    }

    /** Waits until all is there, and holds against the promise what everybody has written down. */
    void verify() throws BrokenPromiseException, InterruptedException {
        settle();
        List<String> faults = ask(() -> {
            List<String> all = new ArrayList<>();
            for (int i = 0; i < witnesses.size(); i++) {
                for (String fault : witnesses.get(i).log().faults()) {
                    all.add("client " + i + " " + fault);
                }
            }
            return all;
        });
        require(
                faults.isEmpty(),
                faults.size() + " faults, such as: "
                        + faults.stream().findFirst().orElse(""));
        for (NumberedPublisher publisher : publishers) {
            String refusal = ask(publisher::firstRefusal);
            require(refusal == null, "a publisher was told " + refusal);
        }
    }

    /** Nobody's connection has ended but by itself. */
    void requireNobodyCut() throws BrokenPromiseException, InterruptedException {
        int cut = ask(() -> witnesses.stream().mapToInt(Witness::endCount).sum());
        String why = ask(() -> witnesses.stream()
                .flatMap(witness -> witness.ends().stream())
                .findFirst()
                .orElse(""));
        require(cut == 0, cut + " connections were cut: " + why);
    }

    /** On the loop. */
    List<Witness> witnesses() {
        return witnesses;
    }

    /** Of the first gateway. On the loop. */
    NumberedPublisher publisher() {
        return publishers.get(0);
    }

    /** How often each publisher was told that the gateway is unavailable. */
    List<Long> unavailable() throws InterruptedException {
        return ask(() -> publishers.stream().map(NumberedPublisher::unavailable).toList());
    }

    /** The same of all of them. */
    long refusals() throws InterruptedException {
        return unavailable().stream().mapToLong(Long::longValue).sum();
    }

    /** One for each gateway. On the loop. */
    List<NumberedPublisher> publishers() {
        return publishers;
    }

    /** Publications that came, to all of them. */
    long delivered() throws InterruptedException {
        return ask(() ->
                witnesses.stream().mapToLong(witness -> witness.log().count()).sum());
    }

    @Override
    public void close() {
        tell(() -> closed = true);
        loop.close();
    }
}
