package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayDeque;

/**
 * Lets a session's commands through one after the other, and holds them back while one of them waits for another loop, or
 * while the broker is congested.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> reading stops at the first command that is held back, so what is kept
 * is at most what one read had brought.
 */
final class Inbox {
    private final Session session;
    private final Connection connection;
    private final SessionServices services;
    private final ArrayDeque<Runnable> heldBack = new ArrayDeque<>(0);
    private boolean paused;
    private boolean draining;
    private boolean full;
    private boolean awaitingRelief;

    Inbox(Session session, Connection connection, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.services = services;
    }

    /** @param command borrowed: it is copied when it must wait */
    void onCommand(ClientMessage command, Commands commands) {
        if (mayPass()) {
            execute(command, commands);
            stopReadingIfBusy();
        } else {
            ClientMessage owned = owned(command);
            heldBack.addLast(() -> execute(owned, commands));
        }
    }

    private void execute(ClientMessage command, Commands commands) {
        command.accept(commands).ifPresent(session::send);
    }

    void onMalformed(WireException fault) {
        if (mayPass()) {
            refuse(fault);
        } else {
            heldBack.addLast(() -> refuse(fault));
        }
    }

    private void refuse(WireException fault) {
        services.shard().counters().increment(Counter.ERRORS);
        session.send(fault.toMessage(services.clock().millis()));
    }

    private static ClientMessage owned(ClientMessage command) {
        if (command instanceof ClientMessage.Publish publish) {
            return new ClientMessage.Publish(
                    publish.id(), publish.channel(), publish.message().copy(), publish.priority(), publish.conflate());
        } else if (command instanceof ClientMessage.PublishSystemStatus publish) {
            return new ClientMessage.PublishSystemStatus(
                    publish.id(), publish.status().copy());
        } else if (command instanceof ClientMessage.PublishBacktestProgress publish) {
            return new ClientMessage.PublishBacktestProgress(
                    publish.id(), publish.taskId(), publish.data().copy());
        } else if (command instanceof ClientMessage.PublishChart publish) {
            return new ClientMessage.PublishChart(
                    publish.id(),
                    publish.symbol(),
                    publish.updateType(),
                    publish.dataPoints().copy());
        } else if (command instanceof ClientMessage.PublishNotification publish) {
            return new ClientMessage.PublishNotification(
                    publish.id(), publish.notification().copy());
        }
        return command;
    }

    private boolean mayPass() {
        return !paused && heldBack.isEmpty();
    }

    /** The command in hand waits for another loop: the next one may not start. */
    void pause() {
        paused = true;
        connection.setReading(false);
    }

    /** The command that waited is done. */
    void resume() {
        paused = false;
        drain();
    }

    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!paused && session.isOpen()) {
            Runnable next = heldBack.pollFirst();
            if (next == null) {
                break;
            }
            next.run();
        }
        draining = false;
        readIfFree();
    }

    private void readIfFree() {
        if (mayPass() && session.isOpen() && !stopReadingIfBusy()) {
            connection.setReading(true);
        }
    }

    /** Answers went out, perhaps many at once: there may be room for more commands. */
    void onAnswered() {
        if (full && session.answers().pending() <= services.limits().pendingCommandsMax() / 2) {
            full = false;
            readIfFree();
        }
    }

    /** @return whether reading stopped, and something is under way that will let it go on */
    private boolean stopReadingIfBusy() {
        if (!session.isOpen()) {
            return false;
        }
        if (services.broker().isCongested()) {
            connection.setReading(false);
            if (!awaitingRelief) {
                awaitingRelief = true;
                services.broker().whenRelieved(services.shard().loop(), this::onRelieved);
            }
            return true;
        }
        if (session.answers().pending() >= services.limits().pendingCommandsMax()) {
            full = true;
            connection.setReading(false);
        }
        return full;
    }

    private void onRelieved() {
        awaitingRelief = false;
        readIfFree();
    }

    void clear() {
        heldBack.clear();
    }
}
