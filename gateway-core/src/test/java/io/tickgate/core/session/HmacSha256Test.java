package io.tickgate.core.session;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HmacSha256Test {
    @Test
    void itIsThatOfRfc4231() {
        byte[] message = "what do ya want for nothing?".getBytes(US_ASCII);

        byte[] code = new HmacSha256("Jefe".getBytes(US_ASCII)).of(message, 0, message.length);

        assertThat(HexFormat.of().formatHex(code))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 32, 63, 64, 65, 131})
    void itIsThatOfThePlatformForKeysAroundTheBlock(int length) throws Exception {
        byte[] key = new byte[length];
        Arrays.fill(key, (byte) 0xaa);
        byte[] message = {9, 1, 2, 3, 9};
        Mac platform = Mac.getInstance("HmacSHA256");
        platform.init(new SecretKeySpec(key, "HmacSHA256"));
        platform.update(message, 1, 3);

        assertThat(new HmacSha256(key).of(message, 1, 3)).isEqualTo(platform.doFinal());
    }
}
