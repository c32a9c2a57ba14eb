package io.tickgate.core.broadcast;

import io.tickgate.core.broadcast.ModelStore.Kept;
import io.tickgate.core.broadcast.ModelStore.Shelf;
import io.tickgate.protocol.message.ErrorCode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One gateway's side of a {@link ModelStore}: what it sends is answered in order, or once more after the store was away. */
public final class ModelBackbone implements Backbone {
    private static final TopicDirectory.Refusal AWAY =
            new TopicDirectory.Refusal(ErrorCode.UNAVAILABLE, "the store is away");

    /** What was sent and not answered. */
    private static final class Request {
        private final Supplier<Runnable> work;
        private @Nullable Runnable answer;

        Request(Supplier<Runnable> work) {
            this.work = work;
        }
    }

    private final ModelStore store;
    private final int number;
    private final ArrayDeque<Request> requests = new ArrayDeque<>();
    private final ArrayDeque<Runnable> announcements = new ArrayDeque<>();
    private final Set<String> followed = new TreeSet<>();
    /** By topic: how often it was forgotten, as far as that was heard here. */
    private final Map<String, Integer> forgotten = new HashMap<>();

    private @Nullable Replica replica;
    private String lastEpoch = "";
    private long keys;

    ModelBackbone(ModelStore store) {
        this.store = store;
        this.number = store.nextNumber();
    }

    @Override
    public void start(Replica newReplica) {
        replica = newReplica;
        if (store.isAvailable()) {
            lastEpoch = store.epoch();
            newReplica.restart(lastEpoch);
        }
    }

    private Replica replica() {
        Replica started = replica;
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    /** The gateway is gone; nobody hears what is on its way to it. */
    public void vanish() {
        store.remove(this);
        requests.clear();
        announcements.clear();
        followed.clear();
    }

    void onAway() {
        // Whatever was done, nobody hears of it.
        requests.forEach(request -> request.answer = null);
        announcements.clear();
    }

    void onBack() {
        if (!lastEpoch.equals(store.epoch())) {
            onWiped();
        }
        sync();
    }

    void onWiped() {
        forgotten.clear();
        requests.forEach(request -> request.answer = null);
        announcements.clear();
        followed.clear();
        if (store.isAvailable()) {
            lastEpoch = store.epoch();
            replica().restart(lastEpoch);
        }
    }

    boolean runOne() {
        if (!store.isAvailable()) {
            return false;
        }
        int choice = store.random().nextInt(3);
        for (int i = 0; i < 3; i++) {
            boolean done = switch ((choice + i) % 3) {
                case 0 -> work();
                case 1 -> answer();
                default -> hear();
            };
            if (done) {
                return true;
            }
        }
        return false;
    }

    private boolean work() {
        for (Request request : requests) {
            if (request.answer == null) {
                request.answer = request.work.get();
                return true;
            }
        }
        return false;
    }

    private boolean answer() {
        Request first = requests.peekFirst();
        if (first == null || first.answer == null) {
            return false;
        }
        requests.removeFirst();
        first.answer.run();
        return true;
    }

    private boolean hear() {
        Runnable next = announcements.pollFirst();
        if (next == null) {
            return false;
        }
        int luck = store.isFaithful() ? 99 : store.random().nextInt(100);
        if (luck < 10) {
            // Lost.
            return true;
        }
        next.run();
        if (luck < 20) {
            announcements.addLast(next);
        }
        return true;
    }

    /** @param work done by the store, perhaps more than once; gives what happens when the answer is here */
    private void send(Supplier<Runnable> work) {
        requests.addLast(new Request(work));
    }

    void announce(String name, Kept kept) {
        announcements.addLast(() -> {
            if (isFollowed(name)) {
                Topic topic = replica().topic(name);
                if (topic != null) {
                    topic.homeLoop().execute(() -> onHeard(topic, kept, () -> {}));
                }
            }
        });
    }

    private boolean isFollowed(String name) {
        int colon = name.indexOf(':');
        return followed.contains(name) || (colon > 0 && followed.contains(name.substring(0, colon)));
    }

    /**
     * At home.
     *
     * @param then when everything up to it was applied, or told to be lost
     */
    private void onHeard(Topic topic, Kept kept, Runnable then) {
        onForgotten(topic, kept.forgets());
        boolean isForgotten = forgotten.getOrDefault(topic.name(), 0) > kept.forgets();
        if (!isForgotten && replica().isPlaced(topic) && replica().apply(topic, kept.seenBy(this))) {
            then.run();
        } else if (isFollowed(topic.name())) {
            catchUp(topic, then);
        } else {
            then.run();
        }
    }

    /** Reads what is missing of a topic, and applies it or says that it is lost. At home, or before anything runs there. */
    private void catchUp(Topic topic, Runnable then) {
        send(() -> {
            Shelf shelf = store.shelf(topic.name());
            long last = shelf.last;
            long start = shelf.start;
            int forgets = shelf.forgets;
            List<Kept> kept = List.copyOf(shelf.kept);
            return () -> topic.homeLoop().execute(() -> {
                if (forgotten.getOrDefault(topic.name(), 0) > forgets) {
                    // What was read is forgotten by now.
                    catchUp(topic, then);
                    return;
                }
                onForgotten(topic, forgets);
                if (!replica().isPlaced(topic) && isFollowed(topic.name())) {
                    // Nobody was placed behind anything of it: a member that has come up since its family is followed.
                    forgotten.put(topic.name(), forgets);
                    replica().place(topic, start, null);
                }
                if (replica().isPlaced(topic)) {
                    for (Kept each : kept) {
                        if (each.offset() > replica().offset(topic) + 1) {
                            replica().lose(topic, each.offset() - 1);
                        }
                        replica().apply(topic, each.seenBy(this));
                    }
                    replica().lose(topic, last);
                }
                then.run();
            });
        });
    }

    /** Looks after whatever may have been missed. */
    public void sync() {
        for (String name : Set.copyOf(followed)) {
            send(() -> {
                List<String> names = new ArrayList<>(store.membersOf(name));
                names.add(name);
                return () -> {
                    for (String each : names) {
                        Topic topic = replica().topic(each);
                        if (topic != null) {
                            topic.homeLoop().execute(() -> {
                                if (isFollowed(each)) {
                                    catchUp(topic, () -> {});
                                }
                            });
                        }
                    }
                };
            });
        }
    }

    /** Leaves what nobody is subscribed to. */
    public void leaveUnused() {
        for (String name : Set.copyOf(followed)) {
            Topic topic = replica().topic(name);
            if (topic != null && topic.family() != null) {
                topic.homeLoop().execute(() -> {
                    boolean isOfFamily = followed.contains(topic.familyName());
                    if (!topic.hasSubscribers() && !isOfFamily && followed.remove(name)) {
                        replica().unplace(topic);
                    }
                });
            }
        }
    }

    @Override
    public void append(Topic topic, Draft draft, AppendReply reply) {
        assert topic.homeLoop().inEventLoop();
        if (!store.isAvailable()) {
            topic.homeLoop().execute(() -> reply.onRefused(AWAY));
            return;
        }
        String key = draft.key() == null ? number + "-" + ++keys : draft.key();
        // What is sent again because no answer came is the same attempt.
        boolean[] isSent = {false};
        send(() -> {
            Shelf shelf = store.shelf(topic.name());
            boolean isKnown = shelf.byKey.containsKey(key);
            boolean isDuplicate = isKnown && !isSent[0];
            isSent[0] = true;
            if (!isKnown && draft.expected() != Draft.ANY && draft.expected() != shelf.last) {
                long last = shelf.last;
                return () -> topic.homeLoop().execute(() -> reply.onConflict(last));
            }
            Kept kept = store.append(topic.name(), draft, key, this);
            return () -> topic.homeLoop()
                    .execute(() -> onHeard(topic, kept, () -> {
                        if (isDuplicate) {
                            reply.onDuplicate(kept.offset(), kept.epochMicros());
                        } else {
                            reply.onAppended(kept.offset(), kept.epochMicros());
                        }
                    }));
        });
    }

    @Override
    public void follow(Topic topic, Answer answer) {
        assert topic.homeLoop().inEventLoop();
        if (isFollowed(topic.name()) && replica().isPlaced(topic)) {
            answer.onDone();
        } else if (!store.isAvailable()) {
            topic.homeLoop().execute(() -> answer.onRefused(AWAY));
        } else {
            followed.add(topic.name());
            send(() -> {
                Map<String, Long> lasts = new TreeMap<>();
                Map<String, Kept> newest = new TreeMap<>();
                Map<String, Integer> forgets = new TreeMap<>();
                List<String> names = new ArrayList<>();
                if (topic.family() == null) {
                    names.addAll(store.membersOf(topic.name()));
                }
                names.add(topic.name());
                for (String name : names) {
                    Shelf shelf = store.shelf(name);
                    lasts.put(name, shelf.last);
                    forgets.put(name, shelf.forgets);
                    Kept last = shelf.kept.peekLast();
                    if (last != null) {
                        newest.put(name, last);
                    }
                }
                return () -> {
                    // A restart has forgotten it; whoever follows it again says so again.
                    followed.add(topic.name());
                    placeAll(topic, names, lasts, forgets, newest, answer);
                };
            });
        }
    }

    private void placeAll(
            Topic topic,
            List<String> names,
            Map<String, Long> lasts,
            Map<String, Integer> forgets,
            Map<String, Kept> newest,
            Answer answer) {
        AtomicInteger missing = new AtomicInteger(names.size());
        for (String name : names) {
            Topic each = replica().topic(name);
            Runnable then = () -> {
                if (missing.decrementAndGet() == 0) {
                    topic.homeLoop().execute(answer::onDone);
                }
            };
            if (each == null) {
                then.run();
                continue;
            }
            each.homeLoop().execute(() -> {
                Kept last = newest.get(name);
                if (!replica().isPlaced(each)) {
                    forgotten.put(name, forgets.getOrDefault(name, 0));
                    replica().place(each, lasts.getOrDefault(name, 0L), last == null ? null : last.seenBy(this));
                }
                then.run();
            });
        }
    }

    @Override
    public void read(Topic topic, long after, long upTo, int countMax, Publications answer) {
        assert topic.homeLoop().inEventLoop();
        if (!store.isAvailable()) {
            topic.homeLoop().execute(() -> answer.onRefused(AWAY));
            return;
        }
        send(() -> {
            List<StoredPublication> found = store.shelf(topic.name()).kept.stream()
                    .filter(kept -> kept.offset() > after && kept.offset() <= upTo)
                    .map(kept -> kept.seenBy(this))
                    .toList();
            List<StoredPublication> last = found.subList(Math.max(0, found.size() - countMax), found.size());
            return () -> topic.homeLoop().execute(() -> answer.onRead(last));
        });
    }

    @Override
    public void readTable(Topic topic, String table, Rows answer) {
        send(() -> {
            List<Row> rows = ModelStore.rows(store.shelf(topic.name()).tables.getOrDefault(table, Map.of()));
            return () -> topic.homeLoop().execute(() -> answer.onRead(rows));
        });
    }

    @Override
    public void tables(Topic topic, Names answer) {
        send(() -> {
            List<String> names = List.copyOf(store.shelf(topic.name()).tables.keySet());
            return () -> topic.homeLoop().execute(() -> answer.onRead(names));
        });
    }

    @Override
    public void forget(Topic topic, Answer answer) {
        if (!store.isAvailable()) {
            topic.homeLoop().execute(() -> answer.onRefused(AWAY));
            return;
        }
        send(() -> {
            Shelf shelf = store.shelf(topic.name());
            shelf.kept.clear();
            shelf.tables.clear();
            int forgets = ++shelf.forgets;
            store.nodes().forEach(node -> node.announceForgotten(topic.name(), forgets));
            return () -> topic.homeLoop().execute(answer::onDone);
        });
    }

    private void announceForgotten(String name, int forgets) {
        announcements.addLast(() -> {
            Topic topic = replica().topic(name);
            if (topic != null && isFollowed(name)) {
                topic.homeLoop().execute(() -> onForgotten(topic, forgets));
            }
        });
    }

    /** At home. What comes after it does not come before it, and a lost word of it is made up for by the next. */
    private void onForgotten(Topic topic, int forgets) {
        if (replica().isPlaced(topic) && forgotten.getOrDefault(topic.name(), 0) < forgets) {
            forgotten.put(topic.name(), forgets);
            replica().forgotten(topic);
        }
    }

    @Override
    public Health health() {
        return new Health(store.isAvailable(), store.epoch(), "a model");
    }

    @Override
    public void close() {}
}
