package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelPosition;
import io.tickgate.protocol.message.ChannelsSet;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.LimitsGranted;
import io.tickgate.protocol.message.NoticeMessage;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.PingTimes;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Resumed;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SnapshotPage;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.WireFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** At least one message of every kind that the gateway sends, named as its golden file is. */
final class Samples {
    private static final long NOW = 1_795_435_200_123L;
    private static final long MICROS = 1_795_435_200_000_123L;
    private static final CommandId ONE = new CommandId.Number(1);
    private static final CommandId TEXT = new CommandId.Text("c1");

    private Samples() {}

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
                new ServerMessage.PublishConfirmed(
                        ONE, "backtest_progress:backtest_001", 17, 0, null, true, false, NOW));
        all.put(
                "publish_confirmed-duplicate",
                new ServerMessage.PublishConfirmed(ONE, "market_data", 18, 0, null, false, true, NOW));
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
                        ONE, CommandSamples.points("{\"id\":\"notif_1731144000000_1\",\"read\":false}"), 1, true, NOW));
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
                        new ChannelPosition("user:u1", new Position("k3f9", 7), CommandSamples.rewind(Unit.LAST, 2)),
                        CommandSamples.rewind(Unit.LAST, 10),
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
                                .withFilter(CommandSamples.filter())
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
                                        "market_data:A",
                                        new Position("k3f9", 43),
                                        CommandSamples.rewind(Unit.SECONDS, 30)),
                                new ChannelPosition(
                                        "notifications", new Position("k3f9", 7), CommandSamples.rewind(Unit.LAST, 0)),
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

    private static OpaqueList items() {
        SnapshotItems items = new SnapshotItems(WireFormat.JSON);
        items.add("market_data:A", 41, "{\"type\":\"quote\",\"price\":45.5}".getBytes(UTF_8));
        items.add("market_data:B", 1, "{\"type\":\"quote\",\"price\":1}".getBytes(UTF_8));
        return items.list();
    }
}
