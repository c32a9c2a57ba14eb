package io.tickgate.core.filter;

import io.tickgate.protocol.message.Filter.Relation;
import io.tickgate.protocol.wire.IndexedValues;
import io.tickgate.protocol.wire.IndexedValues.Kind;
import java.util.List;

/**
 * A node of a {@link CompiledFilter}. It holds or it does not: a member that is missing, or of another kind than what it is
 * compared with, equals nothing and comes neither before nor after anything. Immutable; evaluating allocates nothing.
 */
interface Condition {
    boolean holds(IndexedValues values);

    /** Every part holds. */
    record All(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            for (int i = 0; i < parts.size(); i++) {
                if (!parts.get(i).holds(values)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** A part holds. */
    record Any(List<Condition> parts) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            for (int i = 0; i < parts.size(); i++) {
                if (parts.get(i).holds(values)) {
                    return true;
                }
            }
            return false;
        }
    }

    record Not(Condition part) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return !part.holds(values);
        }
    }

    /** There is something, whatever it is. */
    record Exists(int slot) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return values.kind(slot) != Kind.MISSING;
        }
    }

    record Prefix(int slot, String text) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return values.kind(slot) == Kind.TEXT && values.text(slot).startsWith(text);
        }
    }

    record Flag(int slot, boolean is) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return values.kind(slot) == Kind.FLAG && values.flag(slot) == is;
        }
    }

    /** Any relation but {@code NE}, as those below. */
    record Text(int slot, Relation relation, String text) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            if (values.kind(slot) != Kind.TEXT) {
                return false;
            }
            String value = values.text(slot);
            return relation == Relation.EQ ? value.equals(text) : isOf(relation, Ordering.ofTexts(value, text));
        }
    }

    record Whole(int slot, Relation relation, long number) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return switch (values.kind(slot)) {
                case WHOLE -> isOf(relation, Long.compare(values.whole(slot), number));
                case REAL -> isOf(relation, -Ordering.ofNumbers(number, values.real(slot)));
                default -> false;
            };
        }
    }

    record Real(int slot, Relation relation, double number) implements Condition {
        @Override
        public boolean holds(IndexedValues values) {
            return switch (values.kind(slot)) {
                case WHOLE -> isOf(relation, Ordering.ofNumbers(values.whole(slot), number));
                case REAL -> isOf(relation, Ordering.ofNumbers(values.real(slot), number));
                default -> false;
            };
        }
    }

    /** Whether a value that compares like that with another one is in {@code relation} to it. */
    private static boolean isOf(Relation relation, int compared) {
        return switch (relation) {
            case EQ -> compared == 0;
            case NE -> compared != 0;
            case GT -> compared > 0;
            case GE -> compared >= 0;
            case LT -> compared < 0;
            case LE -> compared <= 0;
        };
    }
}
