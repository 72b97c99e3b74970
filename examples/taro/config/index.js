module.exports = {
  projectName: 'oss-upload-taro',
  sourceRoot: 'src',
  outputRoot: 'dist',
  designWidth: 750,
  framework: 'react',
  compiler: 'webpack5',
};
