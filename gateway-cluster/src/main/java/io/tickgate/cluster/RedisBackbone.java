package io.tickgate.cluster;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import io.tickgate.core.broadcast.Backbone;
import io.tickgate.core.broadcast.Draft;
import io.tickgate.core.broadcast.NodeReport;
import io.tickgate.core.broadcast.Replica;
import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.limit.UserConnections;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways share, in Redis. Everything happens on the event loop of the connections ("the store's loop"), and what is for
 * a topic goes to its home.
 */
final class RedisBackbone implements Backbone, Store.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RedisBackbone.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SWEEP = Duration.ofSeconds(1);
    private static final Duration LOOK_FOR_UNNEEDED = Duration.ofSeconds(10);

    private final RedisClients clients;
    private final RedisSettings settings;
    private final ClusterCounts counts = new ClusterCounts();
    private final long run = new SecureRandom().nextLong();
    private final String node = String.format("%016x", run);
    private final Store store;
    private final Appends appends;
    private final StoreReader reader;
    private final Neighbours neighbours;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();

    private @Nullable UserCounts userCounts;
    private volatile @Nullable Parts parts;
    private volatile Health health = new Health(false, null, "not reached yet");

    /** What needs the replica. */
    private record Parts(
            Replica replica, HomeFeeds feeds, Following following, Hearing hearing, Probe probe, Sweeper sweeper) {}

    RedisBackbone(RedisClients clients, RedisSettings settings) {
        this.clients = clients;
        this.settings = settings;
        this.store = new Store(clients, settings, node, counts);
        this.appends = new Appends(store, settings, new AppendCall(settings, "PUBLISH"), counts);
        this.reader = new StoreReader(store, settings, run);
        this.neighbours = new Neighbours(store, settings, node);
    }

    @Override
    public void introduce(Supplier<NodeReport> self) {
        clients.loop().execute(() -> neighbours.introduce(self));
    }

    @Override
    public void shareUsers(UserConnections users) {
        userCounts = new UserCounts(store, settings, node, users);
    }

    @Override
    public List<NodeReport> nodes() {
        return neighbours.all();
    }

    @Override
    public Map<String, Long> counts() {
        Map<String, Long> all = new LinkedHashMap<>(counts.all());
        all.put("pending_bytes", appends.pendingBytes());
        Parts made = parts;
        all.put("heard_bytes", made == null ? 0 : made.hearing().heardBytes());
        return all;
    }

    @Override
    public void start(Replica replica) {
        HomeFeeds feeds = new HomeFeeds(replica, reader::readOldest, counts);
        Hearing hearing = new Hearing(clients, settings, store, replica, feeds, counts, run, node);
        Following following =
                new Following(store, settings, new BucketLoader(store, replica, feeds, counts, run), hearing, counts);
        Probe probe = new Probe(store, hearing, following, settings, counts);
        Sweeper sweeper = new Sweeper(store, settings, following);
        Parts made = new Parts(replica, feeds, following, hearing, probe, sweeper);
        parts = made;
        EventExecutor loop = clients.loop();
        loop.execute(() -> {
            // First, so that it says what is missing before this looks whether anything is.
            store.add(following);
            store.add(this);
            store.add(appends);
            store.open();
            hearing.open(following, probe::onHeard);
            every(TICK, () -> tick(made));
            every(settings.probeInterval(), probe::begin);
            every(settings.beat(), this::beat);
            every(SWEEP, () -> sweeper.sweep(settings.topicIdle()));
            every(LOOK_FOR_UNNEEDED, () -> following.leaveUnneeded(System.nanoTime()));
        });
    }

    private void every(Duration period, Runnable task) {
        timers.add(clients.loop()
                .scheduleWithFixedDelay(
                        () -> runSafely(task), period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** What throws would not be run again. */
    private static void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("What is done again and again has failed this time", e);
        }
    }

    private void beat() {
        neighbours.beat();
        if (userCounts != null) {
            userCounts.beat();
        }
    }

    private void tick(Parts made) {
        long nowNanos = System.nanoTime();
        appends.tick(nowNanos);
        made.following().tick(nowNanos);
        made.probe().tick(nowNanos);
        look(made);
    }

    /** After a loss everything has to be there again; an announcement that is read anew meanwhile is none. */
    private void look(Parts made) {
        StoreEpoch epoch = store.epoch();
        String detail = !store.isReady()
                ? because("Redis does not answer", store.problem())
                : !made.hearing().isUp()
                        ? because(
                                "Pub/Sub of Redis is not there", made.hearing().problem())
                        : !health.isAvailable() && !made.following().isWhole() ? "what was missed is being read" : "";
        health = new Health(detail.isEmpty() && epoch != null, epoch == null ? null : epoch.id(), detail);
    }

    private static String because(String what, String why) {
        return why.isEmpty() ? what : what + ": " + why;
    }

    /** Leaves at that time what nobody has needed for a minute; so it does by itself, every few seconds. */
    void leaveUnneeded(long nowNanos) {
        clients.loop().execute(() -> require().following().leaveUnneeded(nowNanos));
    }

    /** Has Redis forget some of what nobody has published to for so long; so it does by itself, every second. */
    void sweep(Duration idle) {
        clients.loop().execute(() -> require().sweeper().sweep(idle));
    }

    private Parts require() {
        Parts made = parts;
        if (made == null) {
            throw new IllegalStateException("not started");
        }
        return made;
    }

    @Override
    public void append(Topic topic, Draft draft, AppendReply reply) {
        Append append = new Append(
                topic,
                draft,
                Packed.pack(draft, run),
                reply,
                require().feeds().of(topic),
                System.nanoTime() + settings.timeout().toNanos());
        clients.loop().execute(() -> appends.add(append));
    }

    @Override
    public void follow(Topic topic, Answer answer) {
        Parts made = require();
        boolean isFollowed = topic.family() != null || made.following().isFollowed(topic);
        if (isFollowed && made.replica().isPlaced(topic)) {
            answer.onDone();
        } else {
            clients.loop().execute(() -> made.following().follow(topic, answer));
        }
    }

    @Override
    public void read(Topic topic, long after, long upTo, int countMax, Publications answer) {
        if (countMax <= 0 || upTo <= after) {
            answer.onRead(List.of());
        } else {
            reader.readNewest(topic, after, upTo, countMax, require().feeds().of(topic), answer);
        }
    }

    @Override
    public void readTable(Topic topic, String table, Rows answer) {
        reader.readTable(topic, table, answer);
    }

    @Override
    public void tables(Topic topic, Names answer) {
        reader.tables(topic, answer);
    }

    @Override
    public void forget(Topic topic, Answer answer) {
        reader.forget(topic, answer);
    }

    @Override
    public Health health() {
        return health;
    }

    @Override
    public void onReady(int connection) {
        look(require());
        neighbours.beat();
        if (userCounts != null) {
            userCounts.onReady();
        }
    }

    @Override
    public void onAway() {
        look(require());
    }

    @Override
    public void onEpoch(StoreEpoch epoch) {
        Parts made = require();
        made.feeds().restart();
        made.replica().restart(epoch.id());
    }

    @Override
    public void close() {
        CountDownLatch closed = new CountDownLatch(1);
        clients.loop().execute(() -> {
            timers.forEach(timer -> timer.cancel(false));
            neighbours.leave();
            if (userCounts != null) {
                userCounts.leave();
            }
            appends.close();
            Parts made = parts;
            if (made != null) {
                made.following().close();
                made.hearing().close();
            }
            store.close();
            closed.countDown();
        });
        try {
            closed.await(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.close();
    }
}
