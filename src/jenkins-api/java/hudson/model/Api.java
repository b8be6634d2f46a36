package hudson.model;

public class Api extends AbstractModelObject {
    public Api(Object bean) {}

    protected Api() {}

    public String getDisplayName() {
        throw new UnsupportedOperationException();
    }
}
