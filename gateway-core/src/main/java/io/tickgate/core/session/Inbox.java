package io.tickgate.core.session;

import io.tickgate.core.metrics.Counter;
import io.tickgate.protocol.message.ClientMessage;
import io.tickgate.protocol.message.CloseCode;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.ServerMessage;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Lets a session's commands through one after the other, and holds them back while one of them waits for another loop, or
 * while the broker is congested. Counts the errors that they are answered with.
 *
 * <p><b>Owner:</b> the session's loop. <b>Bound:</b> reading stops at the first command that is held back, and a connection
 * keeps what it has read beyond that as it came; so at most the command that was being decoded waits here.
 *
 * <p>A connection that is told to read hands over what it keeps within that call. So while a command executes, whether to
 * read is only noted, and the connection hears of it afterwards: commands that are answered at once would else be executed
 * inside each other.
 */
final class Inbox {
    private final Session session;
    private final Connection connection;
    private final Liveness liveness;
    private final SessionServices services;
    private ArrayDeque<Runnable> heldBack = Lazily.emptyQueue();
    private final ErrorBudget errors;
    private boolean paused;
    private boolean executing;
    private boolean wantsReading = true;
    private boolean isReading = true;
    /** The connection is told to read, and perhaps hands over commands. */
    private boolean resuming;

    private boolean full;
    private boolean awaitingRelief;
    private boolean resting;
    private long receivedMicros;

    Inbox(Session session, Connection connection, Liveness liveness, SessionServices services) {
        this.session = session;
        this.connection = connection;
        this.liveness = liveness;
        this.services = services;
        this.errors =
                new ErrorBudget(services.limits().errorsMax(), services.limits().errorWindowNanos());
    }

    /** @param command borrowed: it is copied when it must wait */
    void onCommand(ClientMessage command, Commands commands) {
        long received = tellsTime(command) ? services.clock().epochMicros() : 0;
        if (mayPass()) {
            executing = true;
            try {
                execute(command, commands, received);
            } finally {
                executing = false;
                goOn();
            }
        } else {
            ClientMessage owned = owned(command);
            holdBack(() -> execute(owned, commands, received));
        }
    }

    private void holdBack(Runnable command) {
        heldBack = Lazily.writable(heldBack);
        heldBack.addLast(command);
    }

    private static boolean tellsTime(ClientMessage command) {
        return command instanceof ClientMessage.Ping ping && ping.t0() != null;
    }

    /** When the command that executes came, before it waited here; told of a ping that asks for times only. */
    long receivedMicros() {
        return receivedMicros;
    }

    private void execute(ClientMessage command, Commands commands, long received) {
        receivedMicros = received;
        CloseCode ending = session.closing().onceAnswered();
        if (ending == null) {
            ServerMessage refusal = session.gate().refusal(command);
            if (refusal == null) {
                command.accept(commands).ifPresent(session::send);
            } else {
                session.send(refusal);
            }
        } else {
            countError(ErrorCode.UNAVAILABLE);
            session.send(ErrorContext.error(
                    command,
                    ErrorCode.UNAVAILABLE,
                    "this connection ends: " + ending.reason(),
                    null,
                    services.clock().millis()));
        }
        endIfDue();
    }

    void onMalformed(WireException fault) {
        if (mayPass()) {
            refuse(fault);
        } else {
            holdBack(() -> refuse(fault));
        }
    }

    private void refuse(WireException fault) {
        countError(fault.code());
        session.send(fault.toMessage(services.clock().millis()));
        endIfDue();
    }

    /** Every command that carries a body borrows it from bytes that the next read overwrites. */
    private static ClientMessage owned(ClientMessage command) {
        if (command instanceof ClientMessage.Publish m) {
            return new ClientMessage.Publish(
                    m.id(), m.channel(), m.message().copy(), m.priority(), m.conflate(), m.idempotencyKey());
        }
        if (command instanceof ClientMessage.PublishChart m) {
            return new ClientMessage.PublishChart(
                    m.id(), m.symbol(), m.updateType(), m.dataPoints().copy());
        }
        if (command instanceof ClientMessage.PublishBacktestProgress m) {
            return new ClientMessage.PublishBacktestProgress(
                    m.id(), m.taskId(), m.data().copy());
        }
        if (command instanceof ClientMessage.PublishNotification m) {
            return new ClientMessage.PublishNotification(
                    m.id(), m.notification().copy());
        }
        if (command instanceof ClientMessage.PublishSystemStatus m) {
            return new ClientMessage.PublishSystemStatus(m.id(), m.status().copy());
        }
        return command;
    }

    /** An error answer is about to be sent. What the gateway could not do is no fault of the client's. */
    void countError(ErrorCode code) {
        services.shard().counters().onError(code);
        if (code != ErrorCode.UNAVAILABLE && code != ErrorCode.INTERNAL_ERROR) {
            errors.count(services.clock().nanoTime());
        }
    }

    /** A command was answered: perhaps the last one that the session's end waits for, or with one error too many. */
    void endIfDue() {
        if (!session.isOpen()) {
            return;
        }
        CloseCode ending = session.closing().onceAnswered();
        if (ending == null && errors.isExhausted()) {
            services.shard().counters().increment(Counter.ERROR_CLOSES);
            ending = CloseCode.POLICY_VIOLATION;
        }
        if (ending != null) {
            session.closeAfterQueued(ending);
        }
    }

    /** Whether no command is under way that keeps others back. */
    boolean isEmpty() {
        return mayPass();
    }

    private boolean mayPass() {
        return !paused && heldBack.isEmpty();
    }

    /** The command in hand waits for another loop: the next one may not start. */
    void pause() {
        paused = true;
        setReading(false);
    }

    /** Whether a command is under way that waits for somebody. */
    boolean isPaused() {
        return paused;
    }

    /** The command that waited is done. */
    void resume() {
        paused = false;
        session.onCommandEnd();
        drain();
    }

    private void drain() {
        if (executing) {
            return;
        }
        executing = true;
        try {
            while (!paused && session.isOpen()) {
                Runnable next = heldBack.pollFirst();
                if (next == null) {
                    break;
                }
                next.run();
            }
            endIfDue();
        } finally {
            executing = false;
            goOn();
        }
    }

    /** Nothing executes any more: tells the connection what was noted. */
    private void goOn() {
        readIfFree();
        applyReading();
    }

    /** Reading goes on after the loop has looked at its other sockets. */
    void rest() {
        if (!resting) {
            resting = true;
            setReading(false);
            // A task would run before the loop looks at its sockets; what is scheduled runs after that.
            services.shard().loop().schedule(this::onRested, 0, TimeUnit.NANOSECONDS);
        }
    }

    private void onRested() {
        resting = false;
        readIfFree();
    }

    private void readIfFree() {
        if (!resting && mayPass() && session.isOpen() && !stopReadingIfBusy()) {
            setReading(true);
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
            setReading(false);
            if (!awaitingRelief) {
                awaitingRelief = true;
                services.broker().whenRelieved(services.shard().loop(), this::onRelieved);
            }
            return true;
        }
        if (session.answers().pending() >= services.limits().pendingCommandsMax()) {
            full = true;
            setReading(false);
        }
        return full;
    }

    /** The session closes: nothing is executed any more, and the client's own close must be read. */
    void onClosing() {
        setReading(true);
    }

    private void setReading(boolean reading) {
        wantsReading = reading || !session.isOpen();
        if (!executing) {
            applyReading();
        }
    }

    private void applyReading() {
        if (!wantsReading && isReading) {
            tell(false);
        }
        if (resuming) {
            return;
        }
        resuming = true;
        try {
            while (wantsReading && !isReading) {
                tell(true);
            }
        } finally {
            resuming = false;
        }
    }

    private void tell(boolean reading) {
        isReading = reading;
        liveness.onReading(reading, services.clock().nanoTime());
        connection.setReading(reading);
    }

    private void onRelieved() {
        awaitingRelief = false;
        readIfFree();
    }

    void clear() {
        heldBack.clear();
    }
}
