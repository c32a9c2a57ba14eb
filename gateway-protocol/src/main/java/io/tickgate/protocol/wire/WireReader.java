package io.tickgate.protocol.wire;

import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message, value by value, in the order in which it stands.
 *
 * <p>After {@link #open} the reader stands inside the top object: {@link #nextName}, then {@link #nextValue}, then what
 * the kind asks for: a scalar is taken by its method or left; an object or array is entered with {@link #nextName} or
 * {@link #nextElement}, taken whole by {@link #body} or {@link #list}, or passed over by {@link #skip}. Then
 * {@link #end}, and {@link #close} always.
 *
 * <p>Every method throws a {@link WireException} with {@code invalid_json} or {@code invalid_msgpack} for broken bytes.
 *
 * <p><b>Owner:</b> one thread; used again for any number of messages, broken ones included.
 */
public interface WireReader extends AutoCloseable {
    /** Up to 2^53 every integer is a double of its own. */
    long EXACT_MAX = 1L << 53;

    /** What a value is. */
    enum Kind {
        STRING,
        NUMBER,
        BOOLEAN,
        NULL,
        OBJECT,
        ARRAY
    }

    static WireReader of(WireFormat format, WireLimits limits) {
        return format == WireFormat.JSON ? new JsonReader(limits) : new MsgPackReader(limits);
    }

    /**
     * Enters the message.
     *
     * @throws WireException also {@code invalid_message} when it is no object, {@code message_too_large}
     */
    void open(byte[] input, int offset, int length) throws WireException;

    /**
     * Enters a message that is an array, whose elements {@link #nextElement} gives; or which {@link #list} takes whole.
     *
     * @throws WireException also {@code invalid_message} when it is no array, {@code message_too_large}
     */
    void openArray(byte[] input, int offset, int length) throws WireException;

    /**
     * Where in the input the members of an object begin, asked when it was just entered; or where they end, asked when
     * {@link #nextName} has just left it.
     */
    int position() throws WireException;

    /** The next field's name, or null when the object ends here, which leaves it. */
    @Nullable
    String nextName() throws WireException;

    /** The kind of the value after a name. */
    Kind nextValue() throws WireException;

    /** The kind of an array's next element, or null when the array ends here, which leaves it. */
    @Nullable
    Kind nextElement() throws WireException;

    String string() throws WireException;

    /** Whether the number is written as an integer and fits a long. */
    boolean isInteger() throws WireException;

    long integer() throws WireException;

    double real() throws WireException;

    /** As {@link #real}, but of a float32 the number that its shortest decimal says, which is what it becomes in JSON. */
    double decimal() throws WireException;

    /** Whether {@link #real} is exactly the number that was sent, so that it may be printed again. */
    boolean isExact() throws WireException;

    boolean bool() throws WireException;

    /** Passes over the rest of the value, checking it all the same. */
    void skip() throws WireException;

    /**
     * Takes the object, borrowed from the input where nothing has to be cut.
     *
     * @param cut whether to leave out {@code channel}, {@code offset} and {@code server_time}, which the gateway sets
     */
    MessageBody body(boolean cut) throws WireException;

    /** Takes the array, borrowed from the input. */
    OpaqueList list() throws WireException;

    /** Checks that nothing follows the message and, where that can be written, that every number in it is finite. */
    void end() throws WireException;

    /** Lets go of the input. */
    @Override
    void close();
}
