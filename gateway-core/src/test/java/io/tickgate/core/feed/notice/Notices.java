package io.tickgate.core.feed.notice;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tickgate.core.broadcast.PublishException;
import io.tickgate.core.feed.notice.NotificationCenter.Notified;
import io.tickgate.core.sim.SimulatedClient;
import io.tickgate.core.sim.Simulation;
import io.tickgate.core.sim.SimulationSettings;
import io.tickgate.protocol.codec.MessageReader;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.NotificationPreferences;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.ServerMessage.NotificationsList;
import io.tickgate.protocol.message.UpdateMessage.Delivery;
import io.tickgate.protocol.message.UpdateMessage.Notification;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireLimits;
import io.tickgate.protocol.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A simulated gateway and short ways to talk to it about notifications. */
final class Notices {
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]*)\"");

    final Simulation simulation;

    Notices(SimulationSettings settings) {
        simulation = new Simulation(settings);
    }

    /** A notification of type {@code info}; {@code more} are further members. */
    static String info(String id, String more) {
        return "{\"id\":\"" + id + "\",\"type\":\"info\",\"title\":\"t\",\"message\":\"m\"" + more + "}";
    }

    static String to(String userId) {
        return ",\"user_id\":\"" + userId + "\"";
    }

    Notified publish(String json) {
        var future = simulation.notifications().notify(json.getBytes(UTF_8)).toCompletableFuture();
        simulation.loops().runAll();
        return future.join();
    }

    PublishException refusal(String json) {
        try {
            throw new AssertionError("was published: " + publish(json));
        } catch (CompletionException e) {
            return (PublishException) Objects.requireNonNull(e.getCause());
        }
    }

    <T extends ServerMessage> T ask(SimulatedClient client, ClientMessage command, Class<T> type) {
        client.send(command);
        simulation.loops().runAll();
        return client.received().last(type);
    }

    NotificationsList list(SimulatedClient client, int limit) {
        return ask(client, new ClientMessage.GetNotifications(client.nextId(), limit), NotificationsList.class);
    }

    /** Takes the preferences over. @return what was refused, or null */
    @Nullable
    WireException prefer(String userId, String json) {
        List<WireException> refused = new ArrayList<>();
        simulation
                .loops()
                .runAs(
                        simulation.loop(0),
                        () -> simulation.notifications().setPreferences(userId, body(json), new NotificationReply<>() {
                            @Override
                            public void onDone(NotificationPreferences result) {}

                            @Override
                            public void onRefused(WireException fault) {
                                refused.add(fault);
                            }
                        }));
        simulation.loops().runAll();
        return refused.isEmpty() ? null : refused.get(0);
    }

    static MessageBody body(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        try {
            return new MessageReader(WireLimits.DEFAULT).readBody(WireFormat.JSON, bytes, 0, bytes.length);
        } catch (WireException e) {
            throw new AssertionError(json, e);
        }
    }

    /** The ids that were pushed to a client, each with its channel and offset. */
    static List<String> pushed(SimulatedClient client) {
        return client.received().all(Notification.class).stream()
                .map(push -> {
                    Delivery delivery = Objects.requireNonNull(push.delivery());
                    return delivery.channel() + "@" + delivery.offset() + " "
                            + ids(text(push.notification())).get(0);
                })
                .toList();
    }

    static List<String> ids(OpaqueList list) {
        return ids(text(list));
    }

    private static List<String> ids(String json) {
        List<String> ids = new ArrayList<>();
        Matcher matcher = ID.matcher(json);
        while (matcher.find()) {
            ids.add(matcher.group(1));
        }
        return ids;
    }

    static String text(OpaqueList list) {
        WireBuffer out = new WireBuffer();
        try {
            WireWriter.json(out).list(list);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(out.toBytes(), UTF_8);
    }

    private static String text(MessageBody body) {
        WireBuffer out = new WireBuffer();
        try {
            WireWriter.json(out).body(body);
        } catch (WireException e) {
            throw new AssertionError(e);
        }
        return new String(out.toBytes(), UTF_8);
    }
}
