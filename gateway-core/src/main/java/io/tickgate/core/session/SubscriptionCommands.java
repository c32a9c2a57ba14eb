package io.tickgate.core.session;

import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.Resume;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SetChannels;
import io.tickgate.protocol.message.Since;
import java.util.List;
import java.util.Optional;

/**
 * Executes the commands that begin and end subscriptions.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class SubscriptionCommands {
    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;
    private final Confirmations confirmations;
    private final Attacher attacher;

    SubscriptionCommands(Session session, SessionServices services, Refusals refusals) {
        this.session = session;
        this.services = services;
        this.refusals = refusals;
        this.confirmations = new Confirmations(session, services);
        this.attacher = new Attacher(session, services, refusals, confirmations);
    }

    Optional<ServerMessage> subscribe(ClientMessage.Subscribe command) {
        Since since = command.since();
        if (since != null && since.userOffset() != null && session.userId() == null) {
            return refusals.refuseUserOffset(command, "");
        }
        return attacher.attach(
                Request.of(command, command.channels(), command.list(), since, command.ack(), command.options()));
    }

    Optional<ServerMessage> subscribeChart(ClientMessage.SubscribeChart command) {
        String symbol = command.symbol();
        return attacher.attach(Request.ofChart(command, GuideTopics.ofChart(symbol), symbol, command.history()));
    }

    Optional<ServerMessage> setChannels(SetChannels command) {
        return new SetChannelsCommand(session, services, refusals, confirmations, attacher).execute(command);
    }

    Optional<ServerMessage> resume(Resume command) {
        return new ResumeCommand(session, services, refusals, attacher).execute(command);
    }

    Optional<ServerMessage> unsubscribe(ClientMessage.Unsubscribe command) {
        List<String> channels = command.channels();
        return detach(Request.of(command, channels, command.list(), null, false, null))
                .or(() -> Optional.of(
                        command.list()
                                ? new ServerMessage.UnsubscriptionsConfirmed(command.id(), channels, nowMillis())
                                : new ServerMessage.UnsubscriptionConfirmed(
                                        command.id(), channels.get(0), null, nowMillis())));
    }

    Optional<ServerMessage> unsubscribeChart(ClientMessage.UnsubscribeChart command) {
        String symbol = command.symbol();
        String channel = GuideTopics.ofChart(symbol);
        return detach(Request.ofChart(command, channel, symbol, 0))
                .or(() -> Optional.of(
                        new ServerMessage.UnsubscriptionConfirmed(command.id(), channel, symbol, nowMillis())));
    }

    /** Removes all, or refuses all when one of the names could never have been subscribed. @return the refusal */
    private Optional<ServerMessage> detach(Request request) {
        for (Wanted wanted : request.wanted()) {
            String channel = wanted.channel();
            if (!services.directory().isPossible(channel)) {
                Refusal refusal = services.directory().refusal(channel, session.clientAddress());
                return refusals.refuseChannel(
                        request.command(), channel, request.field(wanted, refusal, false), request.symbol(), refusal);
            }
        }
        for (Wanted wanted : request.wanted()) {
            session.subscriptions().removeNamed(wanted.channel());
            String own = session.ownChannel();
            if (own != null && wanted.bringsOwn()) {
                session.subscriptions().removeNamed(own);
            }
        }
        return Optional.empty();
    }

    private long nowMillis() {
        return services.clock().millis();
    }
}
