const SandboxPage = () => null
export default SandboxPage
