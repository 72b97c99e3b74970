export default { pages: ['pages/upload/index'] };
