package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.WireFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** At least one message of every kind, named as its golden file is. */
final class Samples {
    private static final long NOW = 1_795_435_200_123L;
    private static final long MICROS = 1_795_435_200_000_123L;
    private static final CommandId ONE = new CommandId.Number(1);
    private static final CommandId TEXT = new CommandId.Text("c1");

    private Samples() {}

    /** Every operator and every kind of value. */
    private static Filter filter() {
        return new Filter.And(List.of(
                new Filter.Or(List.of(
                        new Filter.Compare(Relation.GT, "volume", new Value.Whole(100_000)),
                        new Filter.Compare(Relation.LE, "last", new Value.Real(321.5)))),
                new Filter.Prefix("symbol", "07"),
                new Filter.Not(new Filter.Exists("halted")),
                new Filter.In("board", List.of(new Value.Text("主板"), new Value.Whole(1), new Value.Flag(true))),
                new Filter.Compare(Relation.EQ, "open", new Value.Flag(true)),
                new Filter.Compare(Relation.NE, "side", new Value.Text("sell")),
                new Filter.Compare(Relation.GE, "symbol", new Value.Text("")),
                new Filter.Compare(Relation.LT, "id", new Value.Whole(Long.MAX_VALUE))));
    }

    static Map<String, ClientMessage> commands() {
        Map<String, ClientMessage> all = new LinkedHashMap<>();
        all.put("ping", new ClientMessage.Ping(null));
        all.put("ping-number-id", new ClientMessage.Ping(new CommandId.Number(CommandId.NUMBER_MAX)));
        all.put("ping-text-id", new ClientMessage.Ping(new CommandId.Text("一\"\\\n😀")));
        all.put("ping-t0", new ClientMessage.Ping(ONE, MICROS - 40));
        all.put("subscribe", new ClientMessage.Subscribe(ONE, List.of("backtest_progress"), false, null, false));
        all.put(
                "subscribe-since",
                new ClientMessage.Subscribe(
                        new CommandId.Number(2),
                        List.of("market_data:0700.HK"),
                        false,
                        new Position("k3f9", 40),
                        true));
        all.put(
                "subscribe-since-user",
                new ClientMessage.Subscribe(
                        new CommandId.Number(2),
                        List.of("notifications"),
                        false,
                        new Since(new Position("k3f9", 40), 3L),
                        false,
                        null));
        all.put(
                "subscribe-list",
                new ClientMessage.Subscribe(TEXT, List.of("market_data", "notifications"), true, null, false));
        all.put(
                "subscribe-snapshot",
                new ClientMessage.Subscribe(
                        ONE, List.of("market_data"), false, null, true, SubscribeOptions.NONE.withSnapshot(true)));
        all.put(
                "subscribe-rewind-last",
                new ClientMessage.Subscribe(ONE, List.of("notifications"), false, null, false, rewind(Unit.LAST, 10)));
        all.put(
                "subscribe-rewind-seconds",
                new ClientMessage.Subscribe(
                        ONE, List.of("market_data:A", "notifications"), true, null, false, rewind(Unit.SECONDS, 30)));
        all.put(
                "subscribe-no-options",
                new ClientMessage.Subscribe(ONE, List.of("market_data"), false, null, false, SubscribeOptions.NONE));
        all.put(
                "subscribe-filter",
                new ClientMessage.Subscribe(
                        ONE, List.of("market_data"), false, null, false, SubscribeOptions.NONE.withFilter(filter())));
        all.put(
                "subscribe-view",
                new ClientMessage.Subscribe(
                        ONE,
                        List.of("market_data"),
                        false,
                        null,
                        false,
                        SubscribeOptions.NONE.withMaxHz(5.0).withView("lite")));
        all.put(
                "subscribe-max_hz",
                new ClientMessage.Subscribe(
                        ONE,
                        List.of("market_data"),
                        false,
                        null,
                        false,
                        SubscribeOptions.NONE.withMaxHz(2.5).withCounts(true)));
        all.put("set_limits", new SetLimits(ONE, new BandwidthLimits(256, 5.0)));
        all.put("set_limits-none", new SetLimits(ONE, BandwidthLimits.NONE));
        all.put("unsubscribe", new ClientMessage.Unsubscribe(ONE, List.of("backtest_progress"), false));
        all.put("unsubscribe-list", new ClientMessage.Unsubscribe(ONE, List.of("market_data"), true));
        all.put(
                "set_channels",
                new SetChannels(
                        ONE,
                        "market_data",
                        List.of("market_data:0700.HK", "market_data:9988.HK"),
                        true,
                        SubscribeOptions.NONE.withSnapshot(true)));
        all.put("set_channels-none", new SetChannels(ONE, "market_data", List.of(), false, null));
        all.put(
                "resume",
                new Resume(
                        ONE,
                        "r-1",
                        List.of(
                                new ChannelRequest(
                                        "market_data:0700.HK",
                                        new Since(new Position("k3f9", 40)),
                                        true,
                                        SubscribeOptions.NONE.withSnapshot(true)),
                                new ChannelRequest(
                                        "notifications", new Since(new Position("k3f9", 40), 3L), false, null),
                                new ChannelRequest("system_status", null, false, rewind(Unit.LAST, 10)))));
        all.put("subscribe_chart", new ClientMessage.SubscribeChart(TEXT, "0700.HK", 0));
        all.put("subscribe_chart-history", new ClientMessage.SubscribeChart(TEXT, "0700.HK", 1000));
        all.put("unsubscribe_chart", new ClientMessage.UnsubscribeChart(TEXT, "0700.HK"));
        all.put("remove_chart", new ClientMessage.RemoveChart(ONE, "0700.HK"));
        all.put("request_backtest_progress", new ClientMessage.RequestBacktestProgress(ONE, "backtest_001"));
        all.put("get_notifications", new ClientMessage.GetNotifications(ONE, 50));
        all.put("mark_notification_read", new ClientMessage.MarkNotificationRead(ONE, "notif_1731144000000_1"));
        all.put("ack", new ClientMessage.Ack(ONE, "market_data:0700.HK", 43));
        all.put(
                "publish",
                new ClientMessage.Publish(
                        ONE,
                        "market_data:0700.HK",
                        Wire.body("{\"type\":\"quote\",\"price\":45.5,\"volume\":9007199254740993,\"ok\":true,"
                                + "\"note\":null,\"levels\":[[355.0,100],[355.2,-70000]]}"),
                        Priority.URGENT,
                        true));
        all.put("publish-plain", new ClientMessage.Publish(null, "market_data", Wire.body("{}"), null, null));
        all.put(
                "publish_backtest_progress",
                new ClientMessage.PublishBacktestProgress(
                        ONE, "backtest_001", Wire.body("{\"status\":\"running\",\"progress\":45.5}")));
        all.put(
                "publish_chart",
                new ClientMessage.PublishChart(
                        ONE,
                        "0700.HK",
                        "add",
                        points("{\"timestamp\":1731144000.5,\"data_type\":\"trade\",\"value\":355.2,"
                                + "\"additional_data\":{}}")));
        all.put(
                "publish_chart-open",
                new ClientMessage.PublishChart(
                        ONE,
                        "0700.HK",
                        null,
                        points("{\"timestamp\":1731144000.0,\"data_type\":\"indicator_KDJ_K\",\"value\":65.5,"
                                + "\"additional_data\":{\"D\":60.0,\"J\":75.0}}")));
        all.put(
                "publish_notification",
                new ClientMessage.PublishNotification(
                        ONE, Wire.body("{\"type\":\"info\",\"title\":\"回测完成\",\"message\":\"ok\"}")));
        all.put("publish_system_status", new ClientMessage.PublishSystemStatus(ONE, Wire.body("{\"cpu_usage\":45.2}")));
        all.put("authenticate", new ClientMessage.Authenticate(ONE, "a.b.c"));
        return all;
    }

    static Map<String, ServerMessage> answers() {
        Map<String, ServerMessage> all = new LinkedHashMap<>();
        all.put(
                "connection_established",
                new ServerMessage.Welcome(
                        "5f0c6a2e-0000-4000-8000-000000000001",
                        NOW,
                        MICROS,
                        "k3f9",
                        "r-1",
                        30.0,
                        90.0,
                        65536,
                        "gateway.v1.json",
                        "1.0.0"));
        all.put(
                "connection_established-least",
                new ServerMessage.Welcome("5f0c", NOW, MICROS, null, null, 0.25, 90.0, 1, "gateway.v1.msgpack", "1"));
        all.put("pong", new ServerMessage.Pong(null, NOW));
        all.put("pong-id", new ServerMessage.Pong(TEXT, NOW));
        all.put("pong-times", new ServerMessage.Pong(ONE, NOW, new PingTimes(MICROS - 40, MICROS, MICROS + 7)));
        all.put("subscription_confirmed", subscribed("backtest_progress", null, null, null));
        all.put("subscription_confirmed-chart", subscribed("chart_updates:0700.HK", "0700.HK", null, null));
        all.put("subscription_confirmed-recovered", subscribed("market_data:0700.HK", null, true, null));
        all.put("subscription_confirmed-lost", subscribed("market_data:0700.HK", null, false, "epoch"));
        all.put(
                "subscription_confirmed-unasked",
                new ServerMessage.SubscriptionConfirmed(
                        null,
                        "market_data:0700.HK",
                        null,
                        new Position("k3f9", 1041),
                        false,
                        "epoch_changed",
                        null,
                        NOW));
        all.put(
                "subscription_confirmed-list",
                new ServerMessage.SubscriptionsConfirmed(
                        ONE,
                        List.of(
                                new ChannelPosition("market_data", new Position("k3f9", 0)),
                                new ChannelPosition("notifications", new Position("k3f9", 7))),
                        NOW));
        all.put(
                "channels_set",
                new ChannelsSet(
                        ONE,
                        "market_data",
                        List.of(
                                new ChannelPosition("market_data:0700.HK", new Position("k3f9", 43)),
                                new ChannelPosition(
                                        "market_data:9988.HK",
                                        new Position("k3f9", 0),
                                        SubscribeOptions.NONE.withSnapshot(false))),
                        List.of("market_data:0005.HK"),
                        NOW));
        all.put(
                "resumed",
                new Resumed(
                        ONE,
                        List.of(
                                new ChannelPosition(
                                        "market_data:0700.HK",
                                        new Position("k3f9", 43),
                                        SubscribeOptions.NONE.withSnapshot(false),
                                        true,
                                        null),
                                new ChannelPosition("notifications", new Position("k3f9", 7), null, false, "expired"),
                                new ChannelPosition("user:u1", new Position("k3f9", 3), null, true, null)),
                        NOW));
        all.put("channels_set-none", new ChannelsSet(ONE, "market_data", List.of(), List.of(), NOW));
        all.put(
                "unsubscription_confirmed",
                new ServerMessage.UnsubscriptionConfirmed(ONE, "backtest_progress", null, NOW));
        all.put(
                "unsubscription_confirmed-list",
                new ServerMessage.UnsubscriptionsConfirmed(ONE, List.of("market_data", "notifications"), NOW));
        all.put("publish_confirmed", new ServerMessage.PublishConfirmed(ONE, "market_data", 18, 1000, null, NOW));
        all.put(
                "publish_confirmed-notification",
                new ServerMessage.PublishConfirmed(ONE, "notifications", 3, 0, "notif_1731144000000_1", NOW));
        all.put(
                "publish_confirmed-conflated",
                new ServerMessage.PublishConfirmed(ONE, "backtest_progress:backtest_001", 17, 0, null, true, NOW));
        all.put(
                "error",
                new ServerMessage.ErrorMessage(
                        ErrorCode.INVALID_JSON,
                        "Invalid JSON at byte 1",
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        null,
                        NOW));
        all.put(
                "error-full",
                new ServerMessage.ErrorMessage(
                        ErrorCode.RATE_LIMITED,
                        "slow down",
                        new CommandId.Number(3),
                        "subscribe",
                        "channels[3]",
                        "no\"pe\\",
                        "backtest_001",
                        "0700.HK",
                        1.5,
                        NOW));
        all.put("chart_removed", new ServerMessage.ChartRemoved(ONE, "0700.HK", NOW));
        all.put(
                "notifications_list",
                new ServerMessage.NotificationsList(
                        ONE, points("{\"id\":\"notif_1731144000000_1\",\"read\":false}"), 1, true, NOW));
        all.put(
                "subscription_confirmed-own",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "notifications",
                        null,
                        new Position("k3f9", 43),
                        null,
                        null,
                        new ChannelPosition("user:u1", new Position("k3f9", 7), null, null, null),
                        NOW));
        all.put(
                "subscription_confirmed-own-recovered",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "notifications",
                        null,
                        new Position("k3f9", 43),
                        false,
                        "expired",
                        new ChannelPosition("user:u1", new Position("k3f9", 7), null, true, null),
                        NOW));
        all.put(
                "subscription_confirmed-own-lost",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "notifications",
                        null,
                        new Position("k3f9", 43),
                        true,
                        null,
                        new ChannelPosition("user:u1", new Position("k3f9", 7), null, false, "no_position"),
                        NOW));
        all.put(
                "subscription_confirmed-own-granted",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "notifications",
                        null,
                        new Position("k3f9", 43),
                        null,
                        null,
                        new ChannelPosition("user:u1", new Position("k3f9", 7), rewind(Unit.LAST, 2)),
                        rewind(Unit.LAST, 10),
                        NOW));
        all.put(
                "subscription_confirmed-granted",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "market_data",
                        null,
                        new Position("k3f9", 43),
                        null,
                        null,
                        null,
                        SubscribeOptions.NONE.withSnapshot(true),
                        NOW));
        all.put(
                "subscription_confirmed-granted-filter",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "market_data",
                        null,
                        new Position("k3f9", 43),
                        null,
                        null,
                        null,
                        SubscribeOptions.NONE
                                .withFilter(filter())
                                .withView("lite")
                                .withGapless(false),
                        NOW));
        all.put(
                "subscription_confirmed-granted-max_hz",
                new ServerMessage.SubscriptionConfirmed(
                        ONE,
                        "market_data",
                        null,
                        new Position("k3f9", 43),
                        null,
                        null,
                        null,
                        SubscribeOptions.NONE.withMaxHz(2.0).withCounts(true).withGapless(false),
                        NOW));
        all.put(
                "subscription_confirmed-granted-list",
                new ServerMessage.SubscriptionsConfirmed(
                        ONE,
                        List.of(
                                new ChannelPosition(
                                        "market_data:A", new Position("k3f9", 43), rewind(Unit.SECONDS, 30)),
                                new ChannelPosition("notifications", new Position("k3f9", 7), rewind(Unit.LAST, 0)),
                                new ChannelPosition(
                                        "backtest_progress:b", new Position("k3f9", 7), SubscribeOptions.NONE)),
                        NOW));
        all.put("limits", new LimitsGranted(ONE, new BandwidthLimits(0, 5.0), new BandwidthLimits(1024, null), NOW));
        all.put("limits-none", new LimitsGranted(ONE, BandwidthLimits.NONE, BandwidthLimits.NONE, NOW));
        all.put("snapshot", new SnapshotPage("market_data", 1, false, items()));
        all.put(
                "snapshot-empty",
                new SnapshotPage("market_data", 2, true, new OpaqueList(WireFormat.JSON, new byte[0], 0, 0, 0)));
        all.put("notification_read", new ServerMessage.NotificationRead(ONE, "notif_1731144000000_1", NOW - 5, NOW));
        all.put("ack_confirmed", new ServerMessage.AckConfirmed(ONE, "market_data:0700.HK", 43, NOW));
        all.put("authenticated", new ServerMessage.Authenticated(ONE, "u1", NOW + 60_000, NOW));
        all.put("authenticated-first", new ServerMessage.Authenticated(ONE, "u1", NOW + 60_000, "r-2", NOW));
        all.put("authenticated-key", new ServerMessage.Authenticated(ONE, null, null, null, NOW));
        all.put("server_shutdown", new NoticeMessage.ServerShutdown(18_432, "r-1"));
        all.put("token_expiring", new NoticeMessage.TokenExpiring(NOW));
        all.put("unsubscribed", new NoticeMessage.Unsubscribed("market_data:0700.HK", "operator", NOW));
        all.put("lag", new NoticeMessage.Lag("market_data:0700.HK", 17, "queue_bytes", 41L, 57L));
        all.put("lag-store_lost", new NoticeMessage.Lag("market_data:0700.HK", 17, "store_lost", 41L, 57L));
        all.put("lag-open", new NoticeMessage.Lag("market_data:0700.HK", 17, "conflated", null, null));
        return all;
    }

    static Map<String, ServerMessage> serverMessages() {
        Map<String, ServerMessage> all = new LinkedHashMap<>(answers());
        all.putAll(UpdateSamples.updates());
        return all;
    }

    private static ServerMessage subscribed(
            String channel, @Nullable String symbol, @Nullable Boolean recovered, @Nullable String reason) {
        return new ServerMessage.SubscriptionConfirmed(
                ONE, channel, symbol, new Position("k3f9", 43), recovered, reason, null, NOW);
    }

    private static SubscribeOptions rewind(Unit unit, int amount) {
        return SubscribeOptions.NONE.withRewind(new Rewind(unit, amount));
    }

    private static OpaqueList items() {
        SnapshotItems items = new SnapshotItems(WireFormat.JSON);
        items.add("market_data:A", 41, "{\"type\":\"quote\",\"price\":45.5}".getBytes(UTF_8));
        items.add("market_data:B", 1, "{\"type\":\"quote\",\"price\":1}".getBytes(UTF_8));
        return items.list();
    }

    static OpaqueList points(String element) {
        byte[] bytes = element.getBytes(UTF_8);
        return new OpaqueList(WireFormat.JSON, bytes, 0, bytes.length, 1);
    }
}
