package io.tickgate.protocol.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.protocol.message.BandwidthLimits;
import io.tickgate.protocol.message.ChannelRequest;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CommandId;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.Position;
import io.tickgate.protocol.message.Priority;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.SetLimits;
import io.tickgate.protocol.message.Since;
import io.tickgate.protocol.message.SubscribeOptions;
import io.tickgate.protocol.message.SubscribeOptions.Rewind;
import io.tickgate.protocol.message.SubscribeOptions.Unit;
import io.tickgate.protocol.message.WireFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At least one command of every kind, named as its golden file is. */
final class CommandSamples {
    private static final long MICROS = 1_795_435_200_000_123L;
    private static final CommandId ONE = new CommandId.Number(1);
    private static final CommandId TEXT = new CommandId.Text("c1");

    private CommandSamples() {}

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
        all.put(
                "publish-key",
                new ClientMessage.Publish(
                        ONE,
                        "market_data",
                        Wire.body("{\"type\":\"order\"}"),
                        null,
                        null,
                        "5f0b2a86-3d8e-4a53-9a1b-0d7c62c2a3e1"));
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

    /** Every operator and every kind of value. */
    static Filter filter() {
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

    static SubscribeOptions rewind(Unit unit, int amount) {
        return SubscribeOptions.NONE.withRewind(new Rewind(unit, amount));
    }

    static OpaqueList points(String element) {
        byte[] bytes = element.getBytes(UTF_8);
        return new OpaqueList(WireFormat.JSON, bytes, 0, bytes.length, 1);
    }
}
