package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.wire.WireException;
import io.tickgate.protocol.wire.WireReader;
import io.tickgate.protocol.wire.WireReader.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a filter. The array is read to its end whatever is in it; of several faults the first is told, with the place where
 * it stands: {@code [1][2]} is the third element of the second one.
 *
 * <p>Recursion and memory are bounded: what is deeper or longer than a filter may be is passed over.
 */
final class FilterReader {
    private static final String OPERATORS = "eq, ne, gt, ge, lt, le, in, prefix, exists, and, or, not";
    private static final String TEXT_RULE = "must be a string of at most " + Filter.TEXT_CHARS_MAX + " characters";
    private static final String TEXTS_RULE =
            "is too much: the strings of a filter have at most " + Filter.TEXTS_CHARS_MAX + " characters together";
    private static final String VALUES_RULE = "is one value too many: a filter has at most " + Filter.VALUES_MAX;

    private final int[] path = new int[Filter.DEPTH_MAX + 2];
    private int level;
    private int nodes;
    private int values;
    private int textChars;
    /** Whether the array of the condition that is being read has no element left. */
    private boolean ended;

    private @Nullable String faultPath;
    private String faultRule = "";

    /** @return null when the array that was met is no filter */
    @Nullable
    Filter read(WireReader in) throws WireException {
        level = 0;
        nodes = 0;
        values = 0;
        textChars = 0;
        faultPath = null;
        Filter filter = node(in);
        return faultPath == null ? filter : null;
    }

    /** Where the fault stands within the filter, empty for the filter itself; null when all is well. */
    @Nullable
    String faultPath() {
        return faultPath;
    }

    String faultRule() {
        return faultRule;
    }

    /** Reads the array that was met to its end. */
    private @Nullable Filter node(WireReader in) throws WireException {
        if (level == Filter.DEPTH_MAX) {
            refuse("is nested too deep: a filter has at most " + Filter.DEPTH_MAX + " levels");
        } else if (++nodes > Filter.NODES_MAX) {
            refuse("is one operator too many: a filter has at most " + Filter.NODES_MAX);
        }
        if (faultPath != null) {
            in.skip();
            return null;
        }
        path[level++] = 0;
        ended = false;
        Kind kind = in.nextElement();
        Filter filter = null;
        if (kind == null) {
            level--;
            refuse("must begin with an operator: " + OPERATORS);
            return null;
        }
        String operator = kind == Kind.STRING ? in.string() : "";
        Relation relation = Relation.ofWireName(operator);
        if (relation != null) {
            filter = compare(relation, in);
        } else {
            switch (operator) {
                case Filter.In.OPERATOR -> filter = in(in);
                case Filter.Prefix.OPERATOR -> filter = prefix(in);
                case Filter.Exists.OPERATOR -> filter = exists(in);
                case Filter.And.OPERATOR -> filter = new Filter.And(parts(operator, Integer.MAX_VALUE, in));
                case Filter.Or.OPERATOR -> filter = new Filter.Or(parts(operator, Integer.MAX_VALUE, in));
                case Filter.Not.OPERATOR -> {
                    List<Filter> parts = parts(operator, 1, in);
                    filter = parts.isEmpty() ? null : new Filter.Not(parts.get(0));
                }
                default -> {
                    refuse("must be an operator: " + OPERATORS);
                    in.skip();
                    passRest(in);
                }
            }
        }
        level--;
        return filter;
    }

    private @Nullable Filter compare(Relation relation, WireReader in) throws WireException {
        String shape = relation.wireName() + " takes a field and a value";
        String field = field(shape, in);
        Kind kind = field == null ? null : next(2, shape, in);
        Value value = kind == null ? null : value(kind, in);
        if (value instanceof Value.Flag && relation.isOrder()) {
            refuse("must be a string or a number: booleans have no order");
        }
        finish(3, shape, in);
        return field == null || value == null ? null : new Filter.Compare(relation, field, value);
    }

    private @Nullable Filter in(WireReader in) throws WireException {
        String shape = "in takes a field and a list of values";
        String field = field(shape, in);
        Kind kind = field == null ? null : next(2, shape, in);
        List<Value> list = new ArrayList<>();
        if (kind == Kind.ARRAY) {
            values(list, in);
        } else if (kind != null) {
            refuse("must be a list of values");
            in.skip();
        }
        finish(3, shape, in);
        return field == null ? null : new Filter.In(field, list);
    }

    private void values(List<Value> list, WireReader in) throws WireException {
        level++;
        int index = 0;
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            path[level - 1] = index++;
            Value value = value(kind, in);
            if (value != null) {
                list.add(value);
            }
        }
        level--;
        if (index == 0) {
            refuse("must hold at least one value");
        }
    }

    private @Nullable Filter prefix(WireReader in) throws WireException {
        String shape = "prefix takes a field and a string";
        String field = field(shape, in);
        Kind kind = field == null ? null : next(2, shape, in);
        Value value = kind == null ? null : value(kind, in);
        if (value != null && !(value instanceof Value.Text)) {
            refuse(TEXT_RULE);
        }
        finish(3, shape, in);
        return field != null && value instanceof Value.Text text ? new Filter.Prefix(field, text.text()) : null;
    }

    private @Nullable Filter exists(WireReader in) throws WireException {
        String shape = "exists takes a field";
        String field = field(shape, in);
        finish(2, shape, in);
        return field == null ? null : new Filter.Exists(field);
    }

    private List<Filter> parts(String operator, int most, WireReader in) throws WireException {
        List<Filter> parts = new ArrayList<>();
        int index = 0;
        for (Kind kind = in.nextElement(); kind != null; kind = in.nextElement()) {
            path[level - 1] = ++index;
            Filter part = null;
            if (index > most) {
                refuse("is one too many: " + operator + " takes " + most);
                in.skip();
            } else if (kind == Kind.ARRAY) {
                part = node(in);
            } else {
                refuse("must be a filter, such as [\"exists\",\"symbol\"]");
                in.skip();
            }
            if (part != null) {
                parts.add(part);
            }
        }
        if (index == 0) {
            refuseNode(operator + " takes " + (most == 1 ? "a filter" : "at least one filter"));
        }
        return parts;
    }

    private @Nullable String field(String shape, WireReader in) throws WireException {
        Kind kind = next(1, shape, in);
        if (kind == null) {
            return null;
        }
        String name = kind == Kind.STRING ? in.string() : "";
        if (name.isEmpty() || name.length() > Filter.FIELD_CHARS_MAX) {
            refuse("must be a field's name of 1 to " + Filter.FIELD_CHARS_MAX + " characters");
            in.skip();
            return null;
        }
        return name;
    }

    /** The element of that index, which must be there; null with a fault when the array has ended. */
    private @Nullable Kind next(int index, String shape, WireReader in) throws WireException {
        path[level - 1] = index;
        Kind kind = in.nextElement();
        if (kind == null) {
            refuseNode(shape);
            ended = true;
        }
        return kind;
    }

    /** Takes the value, or passes over it. */
    private @Nullable Value value(Kind kind, WireReader in) throws WireException {
        if (++values > Filter.VALUES_MAX) {
            refuse(VALUES_RULE);
            in.skip();
            return null;
        }
        switch (kind) {
            case STRING -> {
                String text = in.string();
                if (text.length() > Filter.TEXT_CHARS_MAX) {
                    refuse(TEXT_RULE);
                    return null;
                }
                textChars += text.length();
                if (textChars > Filter.TEXTS_CHARS_MAX) {
                    refuse(TEXTS_RULE);
                    return null;
                }
                return new Value.Text(text);
            }
            case BOOLEAN -> {
                return new Value.Flag(in.bool());
            }
            case NUMBER -> {
                if (in.isInteger()) {
                    return new Value.Whole(in.integer());
                }
                double number = in.decimal();
                if (Double.isFinite(number)) {
                    return new Value.Real(number);
                }
                refuse("must be a number that a float64 can hold");
                return null;
            }
            default -> {
                refuse("must be a string, a number, true or false");
                in.skip();
                return null;
            }
        }
    }

    /** Whatever the last value was, the array ends behind it. */
    private void finish(int length, String shape, WireReader in) throws WireException {
        if (ended) {
            return;
        }
        path[level - 1] = length;
        if (in.nextElement() != null) {
            refuse("is one too many: " + shape);
            in.skip();
            passRest(in);
        }
    }

    private void passRest(WireReader in) throws WireException {
        while (in.nextElement() != null) {
            in.skip();
        }
    }

    /** Refuses what stands at the path. */
    private void refuse(String rule) {
        refuse(level, rule);
    }

    /** Refuses the node that is being read, as a whole. */
    private void refuseNode(String rule) {
        refuse(level - 1, rule);
    }

    private void refuse(int levels, String rule) {
        if (faultPath == null) {
            StringBuilder place = new StringBuilder();
            for (int i = 0; i < levels; i++) {
                place.append('[').append(path[i]).append(']');
            }
            faultPath = place.toString();
            faultRule = rule;
        }
    }
}
