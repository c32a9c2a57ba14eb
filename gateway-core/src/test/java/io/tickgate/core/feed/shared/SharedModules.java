package io.tickgate.core.feed.shared;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.core.broadcast.BackboneUse;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.feed.chart.ChartQuery;
import io.tickgate.core.feed.chart.ChartRemovalReply;
import io.tickgate.core.feed.notice.NotificationPage;
import io.tickgate.core.feed.notice.NotificationReply;
import io.tickgate.core.feed.progress.ProgressReceipt;
import io.tickgate.core.feed.progress.RemovalReply;
import io.tickgate.core.feed.progress.TaskList;
import io.tickgate.core.sim.SimulatedCluster;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Gateways that share their modules' state, and short ways to talk to each of them. */
final class SharedModules {
    final SimulatedCluster cluster;

    /** @param isFaithful whether no announcement of the store is lost or comes twice */
    SharedModules(long seed, int count, boolean isFaithful, IntFunction<SimulationSettings> settings) {
        cluster = new SimulatedCluster(seed, count, 1000, settings);
        if (isFaithful) {
            cluster.store().beFaithful();
        }
        cluster.run();
    }

    /** Nodes of two loops each. */
    static SharedModules of(long seed, int count) {
        return of(seed, count, true);
    }

    static SharedModules of(long seed, int count, boolean isFaithful) {
        return new SharedModules(
                seed,
                count,
                isFaithful,
                index -> new SimulationSettings()
                        .loops(2)
                        .seed(seed + index, false)
                        .clustered(index, BackboneUse.REQUIRED));
    }

    Simulation node(int index) {
        return cluster.node(index);
    }

    <T> T done(CompletableFuture<T> future) {
        cluster.run();
        assertThat(future).isDone();
        return future.join();
    }

    static @Nullable ErrorCode refusal(CompletableFuture<?> future) {
        try {
            future.getNow(null);
            return null;
        } catch (CompletionException e) {
            return e.getCause() instanceof PublishException refused ? refused.code() : ErrorCode.INTERNAL_ERROR;
        }
    }

    CompletableFuture<ProgressReceipt> report(int node, String taskId, String json) {
        return node(node).progress().update(taskId, json.getBytes(UTF_8)).toCompletableFuture();
    }

    /** The state of a task as one node knows it; null where there is none. */
    @Nullable
    String task(int node, String taskId) {
        List<String> states = new ArrayList<>();
        node(node).progress().find(taskId, node(node).loop(0), state -> states.add(state == null ? "" : text(state)));
        cluster.run();
        return states.get(0).isEmpty() ? null : states.get(0);
    }

    List<String> tasks(int node) {
        List<TaskList> lists = new ArrayList<>();
        node(node).progress().list(null, 500, node(node).loop(0), lists::add);
        cluster.run();
        return lists.get(0).states().stream().map(SharedModules::text).sorted().toList();
    }

    CompletableFuture<Boolean> removeTask(int node, String taskId) {
        CompletableFuture<Boolean> future = new CompletableFuture<>();
        node(node).progress().remove(taskId, node(node).loop(0), new RemovalReply() {
            @Override
            public void onRemoved(boolean wasThere) {
                future.complete(wasThere);
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        });
        return future;
    }

    CompletableFuture<?> points(int node, String symbol, String... points) {
        byte[] json = ('[' + String.join(",", points) + ']').getBytes(UTF_8);
        return node(node).charts().publish(symbol, null, json).toCompletableFuture();
    }

    static String point(String dataType, String field, long time, double value) {
        return "{\"timestamp\":" + time + ",\"data_type\":\"" + dataType + "\",\"value\":" + value
                + ",\"additional_data\":{\"field\":\"" + field + "\"}}";
    }

    /** All points of a symbol as one node has them. */
    String chart(int node, String symbol) {
        List<String> answers = new ArrayList<>();
        try {
            node(node)
                    .charts()
                    .points(symbol, new ChartQuery(null, 1000, null), page -> answers.add(text(page.points())));
        } catch (WireException e) {
            return e.code() + ": " + e.text();
        }
        cluster.run();
        return answers.get(0);
    }

    CompletableFuture<Boolean> removeChart(int node, String symbol) {
        CompletableFuture<Boolean> future = new CompletableFuture<>();
        ChartRemovalReply reply = new ChartRemovalReply() {
            @Override
            public void onRemoved() {
                future.complete(true);
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        };
        try {
            node(node).charts().remove(symbol, reply);
        } catch (WireException e) {
            reply.onRefused(e);
        }
        return future;
    }

    CompletableFuture<io.tickgate.core.feed.notice.NotificationCenter.Notified> notice(int node, String json) {
        return node(node).notifications().notify(json.getBytes(UTF_8)).toCompletableFuture();
    }

    /** A notification; {@code more} are further members. */
    static String info(String id, String more) {
        return "{\"id\":\"" + id + "\",\"type\":\"info\",\"title\":\"t\",\"message\":\"m\"" + more + "}";
    }

    static String to(String userId) {
        return ",\"user_id\":\"" + userId + "\"";
    }

    /** What a user sees on one node: the number of unread ones, and the list. */
    String inbox(int node, @Nullable String userId) {
        CompletableFuture<NotificationPage> page = new CompletableFuture<>();
        node(node).notifications().list(userId, 500, WireFormat.JSON, reply(page));
        cluster.run();
        ErrorCode refused = refusal(page);
        return refused != null
                ? refused.toString()
                : page.join().unread() + " unread " + text(page.join().notifications());
    }

    CompletableFuture<Long> read(int node, String userId, String id) {
        CompletableFuture<Long> read = new CompletableFuture<>();
        node(node).notifications().markRead(id, userId, reply(read));
        return read;
    }

    CompletableFuture<NotificationPreferences> prefer(int node, String userId, String json) {
        CompletableFuture<NotificationPreferences> preferred = new CompletableFuture<>();
        node(node).notifications().setPreferences(userId, body(json), reply(preferred));
        return preferred;
    }

    private static <T> NotificationReply<T> reply(CompletableFuture<T> future) {
        return new NotificationReply<>() {
            @Override
            public void onDone(T result) {
                future.complete(result);
            }

            @Override
            public void onRefused(WireException fault) {
                future.completeExceptionally(new PublishException(fault));
            }
        };
    }

    static MessageBody body(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            return new MessageReader(WireLimits.DEFAULT).readBody(WireFormat.JSON, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(json, e);
        }
    }

    static String text(MessageBody body) {
        WireBuffer out = new WireBuffer();
        try {
            WireWriter.json(out).body(body);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(out.toBytes(), UTF_8);
    }

    private static String text(OpaqueList list) {
        WireBuffer out = new WireBuffer();
        try {
            WireWriter.json(out).list(list);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(out.toBytes(), UTF_8);
    }
}
