package io.tickgate.core.session;

import io.tickgate.core.broadcast.Topic;
import io.tickgate.core.broadcast.TopicDirectory.Refusal;
import io.tickgate.protocol.message.ChannelNames;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.message.SetChannels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Executes {@code set_channels}: what is new is attached as {@code subscribe} does it, what is not named any more leaves with
 * the answer, and what was there and is named again is not touched.
 *
 * <p><b>Owner:</b> the session's loop.
 */
final class SetChannelsCommand {
    private final Session session;
    private final SessionServices services;
    private final Refusals refusals;
    private final Confirmations confirmations;
    private final Attacher attacher;

    SetChannelsCommand(
            Session session,
            SessionServices services,
            Refusals refusals,
            Confirmations confirmations,
            Attacher attacher) {
        this.session = session;
        this.services = services;
        this.refusals = refusals;
        this.confirmations = confirmations;
        this.attacher = attacher;
    }

    Optional<ServerMessage> execute(SetChannels command) {
        if (!services.directory().familyNames().contains(command.family())) {
            return refuseFamily(command);
        }
        List<Topic> leaving = new ArrayList<>(session.subscriptions().membersOf(command.family()));
        List<Wanted> added = new ArrayList<>();
        Set<String> named = new HashSet<>();
        for (int i = 0; i < command.channels().size(); i++) {
            String channel = command.channels().get(i);
            Refusal refusal = notOf(command.family(), channel);
            if (refusal != null) {
                return refusals.refuseChannel(command, channel, "channels[" + i + ']', null, refusal);
            }
            if (named.add(channel) && !leaving.removeIf(topic -> topic.name().equals(channel))) {
                added.add(new Wanted(i, channel, null, command.ack(), command.options(), 0));
            }
        }
        if (!added.isEmpty()) {
            return attacher.attach(new Request(command, Request.Form.LIST, added, null), leaving);
        }
        leaving.forEach(session.subscriptions()::remove);
        return Optional.of(confirmations.channelsSet(command, List.of(), leaving));
    }

    private Optional<ServerMessage> refuseFamily(SetChannels command) {
        String family = command.family();
        Refusal refusal = services.directory().isPossible(family)
                ? new Refusal(ErrorCode.INVALID_FIELD, "a family is a base alone, without what follows its colon")
                : services.directory().refusal(family);
        return refusals.refuse(command, refusal.code(), refusal.detail(), "family");
    }

    /** Why {@code channel} is no member of {@code family}; null when it is one. */
    private @Nullable Refusal notOf(String family, String channel) {
        if (!services.directory().isPossible(channel)) {
            return services.directory().refusal(channel);
        }
        return channel.equals(family) || !ChannelNames.base(channel).equals(family)
                ? new Refusal(ErrorCode.INVALID_FIELD, "not a member of \"" + family + "\", such as " + family + ":x")
                : null;
    }
}
