package io.tickgate.core.broadcast;

import io.netty.util.concurrent.EventExecutor;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Shows topics page by page, by name: whoever asks for one page after the other sees each topic that is there all the time
 * exactly once, whatever comes and goes meanwhile. Any thread.
 *
 * <p><b>Cost:</b> a page looks at every topic there is, {@link #SLICE_TOPICS} in a task, and keeps no more than a page of
 * them; then it goes to each home once.
 */
public final class TopicSurvey {
    /** Looked at in one go, some 50 µs. */
    private static final int SLICE_TOPICS = 1_000;

    private final TopicDirectory directory;
    private final List<Shard> shards;

    TopicSurvey(TopicDirectory directory, List<Shard> shards) {
        this.directory = directory;
        this.shards = shards;
    }

    /**
     * Which page.
     *
     * @param prefix of the names; empty for all
     * @param after the last name of the page before; empty for the first page
     * @param limit at least 1
     */
    public record Query(String prefix, String after, int limit) {
        boolean wants(String name) {
            return name.startsWith(prefix) && name.compareTo(after) > 0;
        }
    }

    /**
     * A page.
     *
     * @param next what the next page comes after; null when this is the last one
     */
    public record Page(List<TopicReport> topics, @Nullable String next) {}

    /** @param reply gets the page, on {@code replyOn} */
    public void page(Query query, EventExecutor replyOn, Consumer<Page> reply) {
        Search search = new Search(query, replyOn, reply);
        replyOn.execute(search::begin);
    }

    /** @param reply gets what is known of the topic of that name, on {@code replyOn}; null when there is none */
    public void find(String name, EventExecutor replyOn, Consumer<@Nullable TopicReport> reply) {
        Topic topic = directory.find(name);
        if (topic == null) {
            replyOn.execute(() -> reply.accept(null));
        } else {
            topic.home().execute(() -> {
                TopicReport report = topic.isCollected() ? null : report(topic);
                replyOn.execute(() -> reply.accept(report));
            });
        }
    }

    private static TopicReport report(Topic topic) {
        History history = topic.history();
        Topic family = topic.family();
        return new TopicReport(
                topic.name(),
                topic.familyName(),
                topic.isState(),
                topic.subscriberCount(),
                family == null ? 0 : family.subscriberCount(),
                topic.offset(),
                history == null ? 0 : history.count(),
                history == null ? 0 : history.bytes());
    }

    /** One page in the making. <b>Owner:</b> the loop that asked, but for {@code found}, which goes from home to home. */
    private final class Search {
        private final Query query;
        private final EventExecutor replyOn;
        private final Consumer<Page> reply;
        private final TreeMap<String, Topic> nearest = new TreeMap<>();
        private final TreeMap<String, TopicReport> found = new TreeMap<>();
        private final Iterator<Topic> all = directory.memberIterator();

        Search(Query query, EventExecutor replyOn, Consumer<Page> reply) {
            this.query = query;
            this.replyOn = replyOn;
            this.reply = reply;
        }

        void begin() {
            directory.families().forEach(this::look);
            goOn();
        }

        private void goOn() {
            for (int i = 0; i < SLICE_TOPICS && all.hasNext(); i++) {
                look(all.next());
            }
            if (all.hasNext()) {
                replyOn.execute(this::goOn);
            } else {
                ask(0);
            }
        }

        private void look(Topic topic) {
            if (query.wants(topic.name())) {
                nearest.put(topic.name(), topic);
                // One more than a page tells whether there is another.
                if (nearest.size() > query.limit() + 1) {
                    nearest.pollLastEntry();
                }
            }
        }

        private void ask(int index) {
            if (index == shards.size()) {
                replyOn.execute(this::answer);
                return;
            }
            List<Topic> ofHome = nearest.values().stream()
                    .filter(topic -> topic.homeIndex() == index)
                    .toList();
            if (ofHome.isEmpty()) {
                ask(index + 1);
                return;
            }
            shards.get(index).execute(() -> {
                for (Topic topic : ofHome) {
                    if (!topic.isCollected()) {
                        found.put(topic.name(), report(topic));
                    }
                }
                ask(index + 1);
            });
        }

        private void answer() {
            boolean isLast = nearest.size() <= query.limit();
            if (!isLast) {
                nearest.pollLastEntry();
            }
            // What its home has dropped meanwhile is not told of.
            found.keySet().retainAll(nearest.keySet());
            reply.accept(new Page(List.copyOf(found.values()), isLast ? null : nearest.lastKey()));
        }
    }
}
