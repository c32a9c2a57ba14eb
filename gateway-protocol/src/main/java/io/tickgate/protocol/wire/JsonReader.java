package io.tickgate.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.base.ParserBase;
import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.MessageBody;
import io.tickgate.protocol.message.OpaqueList;
import io.tickgate.protocol.message.WireFormat;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads JSON through Jackson's parser, of which each message needs a new one; all its buffers are used again. */
final class JsonReader implements WireReader {
    private static final byte[] NOTHING = {};

    private final WireLimits limits;
    private final JsonFactory factory;
    private final GatewayFields fields = new GatewayFields();
    private byte[] input = NOTHING;
    private int base;
    private @Nullable JsonParser parser;

    JsonReader(WireLimits limits) {
        this.limits = limits;
        this.factory = JsonSource.factory(limits);
    }

    @Override
    public void open(byte[] bytes, int offset, int length) throws WireException {
        open(bytes, offset, length, JsonToken.START_OBJECT, "A message must be an object");
    }

    @Override
    public void openArray(byte[] bytes, int offset, int length) throws WireException {
        open(bytes, offset, length, JsonToken.START_ARRAY, "It must be an array");
    }

    private void open(byte[] bytes, int offset, int length, JsonToken wanted, String rule) throws WireException {
        close();
        if (length > limits.messageBytesMax()) {
            throw new WireException(
                    ErrorCode.MESSAGE_TOO_LARGE, "Message exceeds " + limits.messageBytesMax() + " bytes", -1);
        }
        input = bytes;
        base = offset;
        try {
            JsonParser opened = JsonSource.parser(factory, bytes, offset, length);
            parser = opened;
            JsonToken first = opened.nextToken();
            if (first == null) {
                throw JsonSource.invalid(length);
            }
            if (first != wanted) {
                skip();
                end();
                throw new WireException(ErrorCode.INVALID_MESSAGE, rule, 0);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public int position() throws WireException {
        return parser().currentToken() == JsonToken.START_OBJECT ? tokenOffset() + 1 : tokenOffset();
    }

    @Override
    public @Nullable String nextName() throws WireException {
        try {
            return parser().nextFieldName();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public Kind nextValue() throws WireException {
        Kind kind = nextElement();
        if (kind == null) {
            throw JsonSource.invalid(parser().currentLocation().getByteOffset());
        }
        return kind;
    }

    @Override
    public @Nullable Kind nextElement() throws WireException {
        try {
            JsonToken token = parser().nextToken();
            if (token == null) {
                throw JsonSource.invalid(parser().currentLocation().getByteOffset());
            }
            return switch (token) {
                case VALUE_STRING -> Kind.STRING;
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Kind.NUMBER;
                case VALUE_TRUE, VALUE_FALSE -> Kind.BOOLEAN;
                case VALUE_NULL -> Kind.NULL;
                case START_OBJECT -> Kind.OBJECT;
                case START_ARRAY -> Kind.ARRAY;
                case END_ARRAY, END_OBJECT -> null;
                case NOT_AVAILABLE, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw JsonSource.invalid(parser().currentLocation().getByteOffset());
            };
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public String string() throws WireException {
        try {
            return parser().getText();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public boolean isInteger() throws WireException {
        try {
            return parser().currentToken() == JsonToken.VALUE_NUMBER_INT
                    && parser().getNumberType() != JsonParser.NumberType.BIG_INTEGER;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public long integer() throws WireException {
        try {
            return parser().getLongValue();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public double real() throws WireException {
        try {
            return parser().getDoubleValue();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public double decimal() throws WireException {
        return real();
    }

    @Override
    public boolean isExact() throws WireException {
        try {
            if (isInteger()) {
                long whole = parser().getLongValue();
                return whole >= -EXACT_MAX && whole <= EXACT_MAX;
            }
            String text = parser().getText();
            String printed = Double.toString(parser().getDoubleValue());
            return printed.equals(text) || isSameNumber(printed, text);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static boolean isSameNumber(String printed, String text) {
        try {
            return new BigDecimal(printed).compareTo(new BigDecimal(text)) == 0;
        } catch (NumberFormatException e) {
            // Infinity, or an exponent beyond what a BigDecimal holds.
            return false;
        }
    }

    @Override
    public boolean bool() throws WireException {
        return parser().currentToken() == JsonToken.VALUE_TRUE;
    }

    @Override
    public void skip() throws WireException {
        try {
            parser().skipChildren();
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public MessageBody body(boolean cut) throws WireException {
        fields.reset();
        int start = tokenOffset() + 1;
        int cutStart = -1;
        try {
            JsonParser in = parser();
            String name = in.nextFieldName();
            while (name != null) {
                if (cutStart >= 0) {
                    fields.cut(cutStart, nameOffset());
                }
                cutStart = fields.note(name, cut) ? nameOffset() : -1;
                JsonToken value = in.nextToken();
                if (name.equals(GatewayFields.TYPE) && !isSoundType(value, in)) {
                    fields.noteUnsoundType();
                }
                pass(in);
                name = in.nextFieldName();
            }
            int end = tokenOffset();
            if (cutStart >= 0) {
                fields.cut(cutStart, end);
            }
            return fields.body(WireFormat.JSON, input, start, end);
        } catch (IOException e) {
            throw broken(e);
        }
    }

    private static boolean isSoundType(@Nullable JsonToken value, JsonParser in) throws IOException {
        return value == JsonToken.VALUE_STRING
                && in.getTextLength() > 0
                && in.getTextLength() <= MessageBody.TYPE_CHARS_MAX;
    }

    @Override
    public OpaqueList list() throws WireException {
        int start = tokenOffset() + 1;
        int elements = 0;
        try {
            JsonParser in = parser();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                elements++;
                pass(in);
            }
        } catch (IOException e) {
            throw broken(e);
        }
        return new OpaqueList(WireFormat.JSON, input, start, tokenOffset() - start, elements);
    }

    @Override
    public void end() throws WireException {
        try {
            if (parser().nextToken() != null) {
                throw JsonSource.invalid(parser().currentTokenLocation().getByteOffset());
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    @Override
    public void close() {
        input = NOTHING;
        JsonParser open = parser;
        parser = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new IllegalStateException("a parser of bytes has nothing to close", e);
            }
        }
    }

    private JsonParser parser() {
        JsonParser open = parser;
        if (open == null) {
            throw new IllegalStateException("no message is open");
        }
        return open;
    }

    /** Passes over one value whose bytes go out as they are. */
    private void pass(JsonParser in) throws IOException, WireException {
        JsonToken token = in.currentToken();
        int depth = 0;
        while (true) {
            if (token == null) {
                throw JsonSource.invalid(in.currentLocation().getByteOffset());
            }
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                return;
            }
            token = in.nextToken();
        }
    }

    /**
     * Where the bracket just read stands in the input. Jackson counts from the slice's start, one past the bracket;
     * asking for a location would allocate one.
     */
    private int tokenOffset() {
        return base + (int) ((ParserBase) parser()).getTokenCharacterOffset() - 1;
    }

    private int nameOffset() {
        return base + (int) parser().currentTokenLocation().getByteOffset();
    }

    private WireException broken(IOException failure) {
        return JsonSource.invalid(failure, parser, limits);
    }
}
