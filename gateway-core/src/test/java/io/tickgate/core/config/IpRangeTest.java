package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "127.0.0.0/8, 127.1.2.3, true",
        "192.0.2.128/25, 192.0.2.128, true",
        "192.0.2.128/25, 192.0.2.127, false",
        "192.0.2.4/31, 192.0.2.5, true",
        "192.0.2.4/31, 192.0.2.6, false",
        "192.0.2.4, 192.0.2.4, true",
        "192.0.2.4, 192.0.2.5, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 2001:db8::1, true",
        "::/0, 127.0.0.1, false",
        "::1, ::1, true",
        "::1, ::2, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "127.0.0.0/8, ::ffff:127.0.0.1, true"
    })
    void aRangeHoldsWhatSharesItsPrefix(String range, String address, boolean holds) throws UnknownHostException {
        assertThat(IpRange.parse(range).contains(InetAddress.getByName(address)))
                .isEqualTo(holds);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "example.com",
                "10",
                "10.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/-0",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "300.1.1.1",
                "1.2.3.4.",
                "::1/129",
                ":::1",
                "[::1]",
                "fe80::1%1",
                " 10.0.0.1"
            })
    void whatIsNoAddressIsRefusedWithoutAskingANameServer(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpRange.parse(text))
                .withMessage("must be an address or a range such as 10.0.0.0/8 or ::1, was \"" + text + '"');
    }

    @Test
    void itIsWrittenAsItIsRead() {
        for (String text : new String[] {"10.0.0.0/8", "192.0.2.4", "0:0:0:0:0:0:0:1"}) {
            assertThat(IpRange.parse(text)).hasToString(text);
        }
    }
}
