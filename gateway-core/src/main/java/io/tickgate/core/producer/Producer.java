package io.tickgate.core.producer;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.broadcast.PublishOptions;
import io.tickgate.core.broadcast.Publisher;
import io.tickgate.core.feed.chart.ChartFeed;
import io.tickgate.core.feed.chart.ChartRemovalReply;
import io.tickgate.core.feed.notice.NotificationCenter;
import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.core.feed.progress.ProgressFeed;
import io.tickgate.core.feed.progress.ProgressReceipt;
import io.tickgate.core.feed.progress.RemovalReply;
import io.tickgate.core.feed.status.SystemStatusFeed;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an application can publish through the gateway inside it.
 *
 * <p><b>Threads:</b> any thread may call; nothing blocks. What one thread publishes to one channel, on one task or symbol, or
 * as notifications, is numbered in the order of its calls. Arguments are read before a call returns and are free then,
 * except bytes, which are not copied.
 *
 * <p><b>JSON:</b> where an argument is free-form it holds maps with strings for keys, collections, strings, numbers, booleans
 * and nulls. Numbers keep their digits, those of {@code BigDecimal} too. Half of a surrogate pair goes out as the escape that
 * JSON has for it, as it does when it comes in by HTTP or WebSocket.
 *
 * <p><b>Answers:</b> every call answers with a stage, also where an argument is at fault. It completes when the gateway has
 * given the number, on an event loop: do not wait or compute in what is chained to it, or name an executor
 * ({@code whenCompleteAsync}). It fails with {@link PublishException}, which names the rule and the field, such as
 * {@code data_points[3].value}; nothing of the call was applied then. When the gateway stops or was closed the code is
 * {@link ErrorCode#UNAVAILABLE}. A report of progress that is merged with what follows answers {@code conflated}.
 *
 * <p><b>Pace:</b> a caller who publishes faster than the gateway sends bounds how many stages are open.
 */
public final class Producer implements Publisher {
    private final Publisher broadcasts;
    private final ProgressFeed progress;
    private final ChartFeed charts;
    private final NotificationCenter notifications;
    private final SystemStatusFeed systemStatus;

    /** @param broadcasts for messages that are no module's */
    public Producer(
            Publisher broadcasts,
            ProgressFeed progress,
            ChartFeed charts,
            NotificationCenter notifications,
            SystemStatusFeed systemStatus) {
        this.broadcasts = broadcasts;
        this.progress = progress;
        this.charts = charts;
        this.notifications = notifications;
        this.systemStatus = systemStatus;
    }

    /**
     * Publishes one JSON object.
     *
     * @param jsonObject not touched afterwards by the caller
     * @param options such as a priority of HIGH, with which a message overtakes what waits of other channels
     */
    @Override
    public CompletionStage<Published> publish(String channel, byte[] jsonObject, PublishOptions options) {
        return answer(() -> broadcasts.publish(
                require("channel", channel),
                require(PublishException.MESSAGE, jsonObject),
                require("options", options)));
    }

    /**
     * Publishes a message.
     *
     * @param channel such as {@code market_data:0700.HK}
     * @param message free-form; subscribers tell messages apart by its {@code type}, a string of 1 to 128 characters, and
     *     get {@code message} where there is none
     */
    public CompletionStage<Published> publish(String channel, Map<String, ?> message) {
        return publish(channel, message, PublishOptions.NONE);
    }

    /**
     * As {@link #publish(String, Map)}.
     *
     * @param options such as an idempotency key
     */
    public CompletionStage<Published> publish(String channel, Map<String, ?> message, PublishOptions options) {
        return answer(() -> broadcasts.publish(
                require("channel", channel),
                JsonValues.object(require(PublishException.MESSAGE, message)),
                require("options", options)));
    }

    /**
     * Tells how a back-test is getting on. The first update of an unknown task begins it; after one that says completed,
     * failed or cancelled there are no more ({@link ErrorCode#TASK_FINISHED}) until {@link #forgetTask}; less progress than
     * before is refused ({@link ErrorCode#PROGRESS_BACKWARDS}).
     *
     * @param taskId 1 to 128 characters without whitespace
     * @return whether the task is new, and whether this update was merged with what follows
     */
    public CompletionStage<ProgressReceipt> progress(String taskId, ProgressUpdate update) {
        return answer(() -> progress.update(
                require("task_id", taskId),
                JsonValues.object(require("data", update).toMap())));
    }

    /** Forgets a back-test, so that its name may begin anew. The result is whether there was one. */
    public CompletionStage<Boolean> forgetTask(String taskId) {
        return answer(() -> {
            CompletableFuture<Boolean> removed = new CompletableFuture<>();
            progress.remove(require("task_id", taskId), ImmediateEventExecutor.INSTANCE, new RemovalReply() {
                @Override
                public void onRemoved(boolean wasThere) {
                    removed.complete(wasThere);
                }

                @Override
                public void onRefused(WireException fault) {
                    removed.completeExceptionally(new PublishException(fault));
                }
            });
            return removed;
        });
    }

    /**
     * Publishes points of a chart, all of them or none; the gateway finds out whether they are new.
     *
     * @param symbol 1 to 64 characters without whitespace
     * @param points 1 to 1000, in any order
     */
    public CompletionStage<Published> chart(String symbol, Collection<Point> points) {
        return answer(() -> charts.publish(require("symbol", symbol), null, json(points)));
    }

    /**
     * Publishes points of a chart, all of them or none, and says what they are.
     *
     * @param symbol as for {@link #chart(String, Collection)}, and so are the points
     */
    public CompletionStage<Published> chart(String symbol, UpdateType updateType, Collection<Point> points) {
        return answer(() -> charts.publish(
                require("symbol", symbol), require("update_type", updateType).wireName(), json(points)));
    }

    private static byte[] json(Collection<Point> points) throws PublishException {
        List<@Nullable Object> maps = new ArrayList<>();
        for (Point point : require("data_points", points)) {
            maps.add(point == null ? null : point.toMap());
        }
        return JsonValues.array("data_points", maps);
    }

    /** Forgets a chart's points; who looks at it keeps its subscription. */
    public CompletionStage<@Nullable Void> forgetChart(String symbol) {
        return answer(() -> {
            CompletableFuture<@Nullable Void> removed = new CompletableFuture<>();
            charts.remove(require("symbol", symbol), new ChartRemovalReply() {
                @Override
                public void onRemoved() {
                    removed.complete(null);
                }

                @Override
                public void onRefused(WireException fault) {
                    removed.completeExceptionally(new PublishException(fault));
                }
            });
            return removed;
        });
    }

    /**
     * Publishes a notification, and keeps it for those who are away. The same one under the same id is published once, and
     * another one under that id is refused ({@link ErrorCode#DUPLICATE_ID}).
     *
     * @return its id, and whether it is new
     */
    public CompletionStage<Notified> notify(Notice notice) {
        return answer(() -> notifications.notify(
                JsonValues.object(require("notification", notice).toMap())));
    }

    /** Publishes the system status at once, with these figures in place of the gateway's own. */
    public CompletionStage<Published> status(StatusUpdate update) {
        return answer(() -> systemStatus.publish(
                // Wrapped, or a figure of the application's that is called status would be taken for the whole.
                JsonValues.object(Map.of("status", require("status", update).toMap()))));
    }

    /** Java code without null checks calls too, and is told in the same way as of any other fault. */
    private static <T> T require(String field, @Nullable T argument) throws PublishException {
        if (argument == null) {
            throw new PublishException(ErrorCode.MISSING_FIELD, '"' + field + "\" is missing", field);
        }
        return argument;
    }

    private static <T extends @Nullable Object> CompletionStage<T> answer(Call<T> call) {
        try {
            return call.start();
        } catch (PublishException e) {
            return CompletableFuture.failedFuture(e);
        } catch (WireException e) {
            return CompletableFuture.failedFuture(new PublishException(e));
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new PublishException(ErrorCode.UNAVAILABLE, "the gateway was closed"));
        }
    }

    /** The way to a module, which ends early where an argument has no JSON or the gateway's loops are gone. */
    private interface Call<T extends @Nullable Object> {
        CompletionStage<T> start() throws PublishException, WireException;
    }
}
