package io.tickgate.core.feed.notice;

import io.tickgate.core.session.Answer;
import io.tickgate.core.session.UserTopics;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.function.Consumer;

/** Answers the commands that concern notifications. Any thread. */
public final class NotificationCommands {
    private static final String PATH = "notification.";

    private final NotificationCenter center;

    public NotificationCommands(NotificationCenter center) {
        this.center = center;
    }

    public void list(ClientMessage.GetNotifications command, Answer answer) {
        center.list(
                answer.userId(),
                command.limit(),
                answer.format(),
                reply(
                        answer,
                        page -> answer.send(new ServerMessage.NotificationsList(
                                answer.id(), page.notifications(), page.unread(), page.more(), answer.nowMillis()))));
    }

    public void markRead(ClientMessage.MarkNotificationRead command, Answer answer) {
        String userId = answer.userId();
        String id = command.notificationId();
        if (userId == null) {
            answer.refuse(
                    ErrorCode.FORBIDDEN,
                    "read marks belong to a user, and this connection named none (query parameter user_id)",
                    null);
            return;
        }
        center.markRead(
                id,
                userId,
                reply(
                        answer,
                        readAt -> answer.send(
                                new ServerMessage.NotificationRead(answer.id(), id, readAt, answer.nowMillis()))));
    }

    public void publish(ClientMessage.PublishNotification command, Answer answer) {
        center.publish(command.notification(), PATH, reply(answer, accepted -> {
            String userId = accepted.notification().userId();
            answer.published(
                    userId == null ? NotificationCenter.CHANNEL : UserTopics.of(userId),
                    accepted.offset(),
                    accepted.recipientCount(),
                    accepted.notification().id());
        }));
    }

    private static <T> NotificationReply<T> reply(Answer answer, Consumer<T> whenDone) {
        return new NotificationReply<>() {
            @Override
            public void onDone(T result) {
                whenDone.accept(result);
            }

            @Override
            public void onRefused(WireException fault) {
                answer.refuse(fault);
            }
        };
    }
}
