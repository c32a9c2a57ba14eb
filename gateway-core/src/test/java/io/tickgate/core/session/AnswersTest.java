package io.tickgate.core.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final List<String> out = new ArrayList<>();
    private final Answers answers = new Answers(frame -> {
        out.add(frame.toString(StandardCharsets.US_ASCII));
        frame.release();
    });

    private static ByteBuf frame(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    @Test
    void anAnswerGoesOutAtOnceWhenNothingIsOpen() {
        answers.add(frame("a"));

        assertThat(out).containsExactly("a");
        assertThat(answers.pending()).isZero();
    }

    @Test
    void answersKeepTheOrderOfTheirCommandsWhateverFinishesFirst() {
        Answers.Slot first = answers.reserve();
        Answers.Slot second = answers.reserve();
        answers.add(frame("c"));

        answers.complete(second, frame("b"));
        assertThat(out).isEmpty();
        assertThat(answers.pending()).isEqualTo(3);

        answers.complete(first, frame("a"));
        assertThat(out).containsExactly("a", "b", "c");
        assertThat(answers.pending()).isZero();
    }

    @Test
    void aTaskThatWaitsForTheLastAnswerRunsBehindItOnce() {
        Answers.Slot slot = answers.reserve();
        answers.add(frame("b"));
        answers.whenOut(() -> out.add("task"));

        answers.complete(slot, frame("a"));
        answers.add(frame("c"));
        answers.complete(answers.reserve(), frame("d"));

        assertThat(out).containsExactly("a", "b", "task", "c", "d");
    }

    @Test
    void aTaskRunsAtOnceWhenNoAnswerIsMissing() {
        answers.whenOut(() -> out.add("task"));

        assertThat(out).containsExactly("task");
    }

    @Test
    void releaseGivesBackWhatNeverWentOut() {
        answers.reserve();
        ByteBuf frame = frame("b");
        answers.add(frame);

        answers.release();

        assertThat(frame.refCnt()).isZero();
        assertThat(answers.pending()).isZero();
        assertThat(out).isEmpty();
    }
}
