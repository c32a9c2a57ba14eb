package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.TaskProgress;
import io.tickgate.protocol.message.WireFormat;
import io.tickgate.protocol.wire.WireBuffer;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the state of back-tests as JSON.
 *
 * <p><b>Owner:</b> one thread. What it gives lies in its buffer and is valid until the next call.
 */
public final class ProgressWriter {
    private static final int FIELDS = 10;

    private final WireBuffer buffer = new WireBuffer();

    /** A whole publication, but for what the gateway adds when it numbers it. */
    public MessageBody publication(TaskProgress state) {
        WireWriter out = begin();
        out.beginObject(3);
        out.name("type").string("backtest_progress_update");
        out.name("task_id").string(state.taskId());
        out.name("data").beginObject(fieldCount(state));
        writeFields(state, out);
        out.endObject().endObject();
        return members(3, true);
    }

    /** The object {@code data} of a publication. */
    public MessageBody data(TaskProgress state) {
        WireWriter out = begin();
        out.beginObject(fieldCount(state));
        writeFields(state, out);
        out.endObject();
        return members(fieldCount(state), false);
    }

    private WireWriter begin() {
        buffer.clear();
        return WireWriter.json(buffer);
    }

    private MessageBody members(int count, boolean hasType) {
        return new MessageBody(WireFormat.JSON, buffer.array(), 1, buffer.length() - 2, count, hasType, false);
    }

    private static int fieldCount(TaskProgress state) {
        return FIELDS + (state.error() == null ? 0 : 1);
    }

    private static void writeFields(TaskProgress state, WireWriter out) {
        out.name("task_id").string(state.taskId());
        out.name("status").string(state.status().wireName());
        number(out.name("progress"), state.progress());
        out.name("current_step").string(state.currentStep());
        out.name("current_step_index").integer(state.currentStepIndex());
        out.name("total_steps").integer(state.totalSteps());
        out.name("message").string(state.message());
        number(out.name("estimated_time_remaining"), state.estimatedTimeRemaining());
        number(out.name("elapsed_time"), state.elapsedTime());
        try {
            out.name("data").body(state.data());
        } catch (WireException e) {
            throw FieldWriter.unchecked("data", e);
        }
        if (state.error() != null) {
            out.name("error").string(state.error());
        }
    }

    /** Whole or not as its publisher wrote it. */
    private static void number(WireWriter out, @Nullable Number value) {
        if (value == null) {
            out.nil();
        } else if (value instanceof Long whole) {
            out.integer(whole);
        } else {
            out.real(value.doubleValue());
        }
    }
}
