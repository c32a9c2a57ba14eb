package io.tickgate.core.broadcast;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.Backbone.Row;
import io.tickgate.core.sim.Bodies;
import io.tickgate.protocol.message.MessageBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What every {@link Backbone} does, whatever it keeps things in. */
public abstract class BackboneContract {
    /**
     * One gateway, whose backbone was started.
     *
     * @param directory with a family {@code market_data} of states, and loops that run
     */
    public record Node(TopicDirectory directory, Backbone backbone, RecordingReplica replica) {
        Topic topic(String name) {
            Topic topic = directory.resolveAny(name);
            if (topic == null) {
                throw new AssertionError("no topic " + name);
            }
            return topic;
        }
    }

    /** One more gateway that shares the same store. */
    protected abstract Node newNode();

    /** Insists that {@code condition} comes true. */
    protected abstract void eventually(String what, BooleanSupplier condition);

    /** What became of drafts, in the order of the answers. */
    private final List<String> answers = new CopyOnWriteArrayList<>();

    protected static Draft draft(String type) {
        return new Draft(Bodies.json(type), true, false, null, Draft.ANY, null, List.of());
    }

    private Backbone.AppendReply reply() {
        return new Backbone.AppendReply() {
            @Override
            public void onAppended(long offset, long epochMicros) {
                answers.add("appended " + offset);
            }

            @Override
            public void onDuplicate(long offset, long epochMicros) {
                answers.add("duplicate " + offset);
            }

            @Override
            public void onConflict(long lastOffset) {
                answers.add("conflict " + lastOffset);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                answers.add("refused " + refusal.code());
            }
        };
    }

    private Backbone.Answer answer(String what) {
        return new Backbone.Answer() {
            @Override
            public void onDone() {
                answers.add(what);
            }

            @Override
            public void onRefused(TopicDirectory.Refusal refusal) {
                answers.add(what + " refused " + refusal.code());
            }
        };
    }

    protected final void append(Node node, String channel, Draft draft) {
        int before = answers.size();
        Topic topic = node.topic(channel);
        topic.homeLoop().execute(() -> node.backbone().append(topic, draft, reply()));
        eventually("an answer to " + draft, () -> answers.size() > before);
    }

    protected final void follow(Node node, String channel) {
        int before = answers.size();
        Topic topic = node.topic(channel);
        topic.homeLoop().execute(() -> node.backbone().follow(topic, answer("followed")));
        eventually(channel + " is followed", () -> answers.size() > before);
        answers.remove("followed");
        assertThat(node.replica().place(channel)).isNotNull();
    }

    protected final void forget(Node node, String channel) {
        Topic topic = node.topic(channel);
        topic.homeLoop().execute(() -> node.backbone().forget(topic, answer("forgotten")));
        eventually("an answer", () -> answers.contains("forgotten"));
    }

    private static List<String> types(List<StoredPublication> publications) {
        return publications.stream().map(each -> text(each.body())).toList();
    }

    private static String text(MessageBody body) {
        String all = new String(body.bytes(), body.offset(), body.length(), StandardCharsets.UTF_8);
        return all.substring(all.indexOf(':') + 2, all.indexOf('"', all.indexOf(':') + 2));
    }

    @Test
    void theStoreSaysWhichItIsBeforeAnything() {
        Node node = newNode();

        eventually("an epoch", () -> !node.replica().epochs().isEmpty());

        Backbone.Health health = node.backbone().health();
        assertThat(health.isAvailable()).isTrue();
        assertThat(node.replica().epochs()).containsExactly(health.epoch());
    }

    @Test
    void whoeverFollowsATopicHearsTheSameInTheSameOrder() {
        Node one = newNode();
        Node other = newNode();
        follow(one, "market_data:A");
        follow(other, "market_data:A");

        append(one, "market_data:A", draft("a"));
        append(other, "market_data:A", draft("b"));
        append(one, "market_data:A", draft("c"));

        for (Node node : List.of(one, other)) {
            eventually("all", () -> node.replica().applied("market_data:A").size() == 3);
            List<StoredPublication> applied = node.replica().applied("market_data:A");
            assertThat(types(applied)).containsExactly("a", "b", "c");
            long first = applied.get(0).offset();
            assertThat(answers)
                    .containsExactly("appended " + first, "appended " + (first + 1), "appended " + (first + 2));
        }
        assertThat(one.replica().applied("market_data:A"))
                .extracting(StoredPublication::isOwn)
                .containsExactly(true, false, true);
        assertThat(other.replica().applied("market_data:A"))
                .extracting(StoredPublication::epochMicros)
                .isEqualTo(one.replica().applied("market_data:A").stream()
                        .map(StoredPublication::epochMicros)
                        .toList());
    }

    @Test
    void manyInARowAreAnsweredInTheirOrderAndHeardBeforeTheAnswer() {
        Node node = newNode();
        follow(node, "market_data:A");
        Topic topic = node.topic("market_data:A");
        List<Integer> heardAtAnswer = new CopyOnWriteArrayList<>();

        topic.homeLoop().execute(() -> {
            for (int i = 0; i < 50; i++) {
                node.backbone().append(topic, draft("p" + i), new Backbone.AppendReply() {
                    @Override
                    public void onAppended(long offset, long epochMicros) {
                        heardAtAnswer.add(
                                node.replica().applied("market_data:A").size());
                    }

                    @Override
                    public void onConflict(long lastOffset) {
                        heardAtAnswer.add(-1);
                    }

                    @Override
                    public void onRefused(TopicDirectory.Refusal refusal) {
                        heardAtAnswer.add(-2);
                    }
                });
            }
        });

        eventually("all answers", () -> heardAtAnswer.size() == 50);
        for (int i = 0; i < 50; i++) {
            assertThat(heardAtAnswer.get(i)).isGreaterThan(i);
        }
        assertThat(types(node.replica().applied("market_data:A")))
                .startsWith("p0", "p1", "p2")
                .hasSize(50);
    }

    @Test
    void whatAPublisherSaysBesideTheMessageArrives() {
        Node one = newNode();
        Node other = newNode();
        follow(other, "market_data:A");

        append(
                one,
                "market_data:A",
                new Draft(Bodies.json("a"), false, true, "connection", Draft.ANY, null, List.of()));

        eventually("it", () -> other.replica().applied("market_data:A").size() == 1);
        StoredPublication heard = other.replica().applied("market_data:A").get(0);
        assertThat(heard.mayConflate()).isFalse();
        assertThat(heard.urgent()).isTrue();
        assertThat(heard.exclude()).isEqualTo("connection");
    }

    @Test
    void aDraftThatExpectsAnotherOffsetChangesNothing() {
        Node node = newNode();
        append(node, "market_data:A", draft("a"));
        long last = Long.parseLong(answers.get(0).substring("appended ".length()));

        append(node, "market_data:A", new Draft(Bodies.json("b"), true, false, null, last - 1, null, List.of()));
        append(node, "market_data:A", new Draft(Bodies.json("c"), true, false, null, last, null, List.of()));

        assertThat(answers).containsExactly("appended " + last, "conflict " + last, "appended " + (last + 1));
    }

    @Test
    void theSameKeyIsTheSamePublicationAtWhicheverGateway() {
        Node one = newNode();
        Node other = newNode();
        Draft draft = new Draft(Bodies.json("a"), true, false, null, Draft.ANY, "key", List.of());

        append(one, "market_data:A", draft);
        append(other, "market_data:A", draft);
        append(one, "market_data:B", draft);

        assertThat(answers.get(0)).startsWith("appended ");
        assertThat(answers.get(1)).isEqualTo(answers.get(0).replace("appended", "duplicate"));
        assertThat(answers.get(2)).startsWith("appended ");
        append(one, "market_data:A", draft("b"));
        assertThat(read(one, "market_data:A", 0, Long.MAX_VALUE, 10)).containsExactly("a", "b");
    }

    @Test
    void aFamilyBringsItsMembersThoseThatAreThereAndThoseThatComeUp() {
        Node one = newNode();
        Node other = newNode();
        append(one, "market_data:A", draft("a1"));
        append(one, "market_data:A", draft("a2"));

        follow(other, "market_data");
        eventually("the member", () -> other.replica().place("market_data:A") != null);
        append(one, "market_data:A", draft("a3"));
        append(one, "market_data:B", draft("b1"));
        append(one, "market_data", draft("base"));

        eventually(
                "all",
                () -> other.replica().applied("market_data:A").size() == 1
                        && other.replica().applied("market_data:B").size() == 1
                        && other.replica().applied("market_data").size() == 1);
        StoredPublication newest = other.replica().newest("market_data:A");
        assertThat(newest == null ? null : text(newest.body())).isEqualTo("a2");
        assertThat(types(other.replica().applied("market_data:A"))).containsExactly("a3");
    }

    private List<String> read(Node node, String channel, long after, long upTo, int max) {
        List<List<String>> found = new CopyOnWriteArrayList<>();
        Topic topic = node.topic(channel);
        topic.homeLoop()
                .execute(() -> node.backbone().read(topic, after, upTo, max, new Backbone.Publications() {
                    @Override
                    public void onRead(List<StoredPublication> publications) {
                        found.add(types(publications));
                    }

                    @Override
                    public void onRefused(TopicDirectory.Refusal refusal) {
                        found.add(List.of("refused"));
                    }
                }));
        eventually("what is kept", () -> !found.isEmpty());
        return found.get(0);
    }

    @Test
    void whatIsKeptIsReadInItsOrderTheNewestWhereThereIsMore() {
        Node node = newNode();
        for (String type : List.of("a", "b", "c", "d")) {
            append(node, "market_data:A", draft(type));
        }
        long last = Long.parseLong(answers.get(3).substring("appended ".length()));

        assertThat(read(node, "market_data:A", last - 3, last - 1, 10)).containsExactly("b", "c");
        assertThat(read(node, "market_data:A", last - 4, last, 2)).containsExactly("c", "d");
        assertThat(read(node, "market_data:A", last, Long.MAX_VALUE, 10)).isEmpty();
        assertThat(read(node, "market_data:B", 0, Long.MAX_VALUE, 10)).isEmpty();
    }

    private static Row row(String key, double order, String value) {
        return new Row("points", key, order, value.getBytes(StandardCharsets.UTF_8), 3);
    }

    private List<String> table(Node node, String channel) {
        List<List<String>> found = new CopyOnWriteArrayList<>();
        Topic topic = node.topic(channel);
        topic.homeLoop()
                .execute(() -> node.backbone().readTable(topic, "points", new Backbone.Rows() {
                    @Override
                    public void onRead(List<Row> rows) {
                        found.add(rows.stream()
                                .map(each -> each.key() + '=' + new String(each.value(), StandardCharsets.UTF_8))
                                .toList());
                    }

                    @Override
                    public void onRefused(TopicDirectory.Refusal refusal) {
                        found.add(List.of("refused"));
                    }
                }));
        eventually("the table", () -> !found.isEmpty());
        return found.get(0);
    }

    @Test
    void rowsAreKeptWithTheirPublicationByKeyAndInTheirOrder() {
        Node one = newNode();
        Node other = newNode();
        append(one, "market_data:A", withRows("a", row("x", 3, "x1"), row("y", 1, "y1")));
        append(one, "market_data:A", withRows("b", row("y", 1, "y2"), row("z", 2, "z1")));
        assertThat(table(other, "market_data:A")).containsExactly("y=y2", "z=z1", "x=x1");

        append(one, "market_data:A", withRows("c", row("w", 4, "w1")));
        assertThat(table(other, "market_data:A")).containsExactly("z=z1", "x=x1", "w=w1");

        append(
                one,
                "market_data:A",
                new Draft(Bodies.json("d"), true, false, null, 0, null, List.of(row("v", 5, "v1"))));
        assertThat(answers).last().asString().startsWith("conflict");
        assertThat(table(other, "market_data:A")).containsExactly("z=z1", "x=x1", "w=w1");
    }

    private static Draft withRows(String type, Row... rows) {
        return new Draft(Bodies.json(type), true, false, null, Draft.ANY, null, List.of(rows));
    }

    @Test
    void whatIsForgottenIsForgottenEverywhereAndTheOffsetsGoOn() {
        Node one = newNode();
        Node other = newNode();
        follow(other, "market_data:A");
        append(one, "market_data:A", withRows("a", row("x", 1, "x1")));
        long last = Long.parseLong(answers.get(0).substring("appended ".length()));

        forget(one, "market_data:A");
        eventually("word of it", () -> other.replica().forgotten().contains("market_data:A"));
        append(one, "market_data:A", draft("b"));

        assertThat(answers).last().isEqualTo("appended " + (last + 1));
        assertThat(read(other, "market_data:A", 0, Long.MAX_VALUE, 10)).containsExactly("b");
        assertThat(table(other, "market_data:A")).isEmpty();
    }
}
