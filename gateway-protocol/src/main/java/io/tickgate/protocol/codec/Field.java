package io.tickgate.protocol.codec;

import io.tickgate.protocol.message.VisibleText;

/**
 * One field of the wire: its name stands here and nowhere else.
 *
 * @param index its place among the fields of the same direction
 * @param least smallest number, fewest characters or elements
 * @param most largest number, most characters or elements
 */
record Field(int index, String name, Shape shape, long least, long most) {
    /** Whether null stands for a field that is not there. An id that is none would leave its sender without the answer. */
    boolean mayBeNull() {
        return shape != Shape.ID;
    }

    /** The end of a refusal: what the field must be. */
    String rule() {
        return switch (shape) {
            case ID -> "must be a string of 1 to 64 characters or an integer from 0 to 2^53-1";
            case TEXT ->
                most >= Integer.MAX_VALUE
                        ? "must be a string"
                        : "must be a string of " + least + " to " + most + " characters";
            case NAME -> "must be a string of " + least + " to " + most + " characters " + VisibleText.RULE;
            case INTEGER ->
                "must be an integer "
                        + (most >= Integer.MAX_VALUE ? "of at least " + least : "from " + least + " to " + most);
            case REAL, MICROS -> "must be a number";
            case BOOLEAN -> "must be true or false";
            case TIME -> "must be a time such as 2026-11-24T12:00:00.000Z";
            case PRIORITY -> "must be LOW, NORMAL, HIGH or URGENT";
            case POSITION -> "must be an object of epoch and offset";
            case NAMES -> "must be an array of at most " + most + " strings";
            case SUBSCRIPTIONS -> "must be an array of " + least + " to " + most + " objects";
            case OPTIONS, OBJECT, MESSAGE -> "must be an object";
            case LIST -> "must be an array";
            case FLAGS -> "must be an object of at most " + most + " names, each true or false";
        };
    }
}
