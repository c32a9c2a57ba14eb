package io.tickgate.core.filter;

import io.tickgate.protocol.message.ErrorCode;
import io.tickgate.protocol.message.Filter;
import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.message.Filter.Value;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.MemberNames;
import io.tickgate.protocol.wire.WireException;
import java.util.ArrayList;
import java.util.List;

/**
 * A filter that knows in which slots of {@link IndexedValues} its fields are. Immutable, so that any thread may evaluate it;
 * equal to another one that is written alike and looks at the same slots.
 */
public final class CompiledFilter {
    private final Filter source;
    private final List<String> indexed;
    private final Condition root;
    private final int hash;

    private CompiledFilter(Filter source, List<String> indexed, Condition root) {
        this.source = source;
        this.indexed = indexed;
        this.root = root;
        this.hash = source.hashCode();
    }

    /**
     * @param path of the filter within the command, such as {@code options.filter}
     * @param family whose messages are looked at, for the refusal
     * @throws WireException {@code invalid_filter} with the place of the first field that is not among {@code indexed}
     */
    public static CompiledFilter of(Filter source, MemberNames indexed, String path, String family)
            throws WireException {
        return new CompiledFilter(source, indexed.names(), new Compiler(indexed.names(), family).node(source, path));
    }

    /** Whether the message with these values is wanted. */
    public boolean matches(IndexedValues values) {
        return root.holds(values);
    }

    private record Compiler(List<String> indexed, String family) {
        Condition node(Filter filter, String path) throws WireException {
            if (filter instanceof Filter.And and) {
                return new Condition.All(parts(and.parts(), path));
            }
            if (filter instanceof Filter.Or or) {
                return new Condition.Any(parts(or.parts(), path));
            }
            if (filter instanceof Filter.Not not) {
                return new Condition.Not(node(not.part(), path + "[1]"));
            }
            if (filter instanceof Filter.Exists exists) {
                return new Condition.Exists(slot(exists.field(), path));
            }
            if (filter instanceof Filter.Prefix prefix) {
                return new Condition.Prefix(slot(prefix.field(), path), prefix.text());
            }
            if (filter instanceof Filter.In in) {
                int slot = slot(in.field(), path);
                return new Condition.Any(in.values().stream()
                        .map(value -> comparison(slot, Relation.EQ, value))
                        .toList());
            }
            Filter.Compare compare = (Filter.Compare) filter;
            int slot = slot(compare.field(), path);
            return compare.relation() == Relation.NE
                    ? new Condition.Not(comparison(slot, Relation.EQ, compare.value()))
                    : comparison(slot, compare.relation(), compare.value());
        }

        private List<Condition> parts(List<Filter> parts, String path) throws WireException {
            List<Condition> conditions = new ArrayList<>(parts.size());
            for (int i = 0; i < parts.size(); i++) {
                conditions.add(node(parts.get(i), path + '[' + (i + 1) + ']'));
            }
            return List.copyOf(conditions);
        }

        private static Condition comparison(int slot, Relation relation, Value value) {
            if (value instanceof Value.Text text) {
                return new Condition.Text(slot, relation, text.text());
            }
            if (value instanceof Value.Whole whole) {
                return new Condition.Whole(slot, relation, whole.number());
            }
            return value instanceof Value.Real real
                    ? new Condition.Real(slot, relation, real.number())
                    : new Condition.Flag(slot, ((Value.Flag) value).is());
        }

        private int slot(String field, String path) throws WireException {
            int slot = indexed.indexOf(field);
            if (slot < 0) {
                String key = "channels." + family + ".indexed";
                String rule = indexed.isEmpty()
                        ? "cannot be filtered by: no field of \"" + family + "\" is indexed (" + key + ")"
                        : "must be one of the indexed fields of \"" + family + "\": " + String.join(", ", indexed)
                                + " (" + key + ")";
                String place = path + "[1]";
                throw new WireException(ErrorCode.INVALID_FILTER, '"' + place + "\" " + rule, place);
            }
            return slot;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CompiledFilter that
                && hash == that.hash
                && source.equals(that.source)
                && indexed.equals(that.indexed);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return source.toString();
    }
}
