package hudson.model;

public class ResourceController {
    protected ResourceController() {}
}
