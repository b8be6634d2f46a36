package org.jenkinsci.remoting;

import java.io.IOException;

public class ChannelStateException extends IOException {
    protected ChannelStateException() {}
}
